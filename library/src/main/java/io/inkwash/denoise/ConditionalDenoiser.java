package io.inkwash.denoise;

import io.inkwash.nn.Conditioning;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A denoiser whose conditioning is still to be given. */
@FunctionalInterface
public interface ConditionalDenoiser {

  /**
   * The denoiser of a batch of images.
   *
   * @param conditioning a row an image
   * @param each what is put around each of its networks, of which guidance evaluates several
   */
  Denoiser given(Conditioning conditioning, UnaryOperator<Denoiser> each);

  /** A denoiser of one network. */
  static ConditionalDenoiser of(Function<Conditioning, Denoiser> network) {
    return (conditioning, each) -> each.apply(network.apply(conditioning));
  }

  /** The denoiser of a batch of images with this conditioning, a row an image. */
  default Denoiser given(Conditioning conditioning) {
    return given(conditioning, UnaryOperator.identity());
  }

  /** The same, whose networks add to a count each image that they evaluate. */
  default ConditionalDenoiser counted(LongAdder evaluated) {
    return (conditioning, each) ->
        given(conditioning, network -> new CountedDenoiser(each.apply(network), evaluated));
  }
}
