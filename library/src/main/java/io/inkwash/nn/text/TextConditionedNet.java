package io.inkwash.nn.text;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A denoiser with a text encoder. It receives tokens, {@link Conditioning#TOKENS}, and gives the
 * denoiser their vectors, {@link Conditioning#TEXT}. Without tokens, and for a dropped row, the
 * text is the empty one.
 *
 * <p>Parameters: {@code denoiser}, and before it {@code text} where the encoder is trained along.
 */
public final class TextConditionedNet extends Backbone {
  private final TextReader text;
  private final Backbone denoiser;

  /**
   * With an encoder of numbered words that is trained along. The denoiser also gets {@link
   * Conditioning#TEXT_MASK}.
   *
   * @param denoiser a network that accepts {@link Conditioning#TEXT}
   */
  public TextConditionedNet(TextTransformer encoder, Backbone denoiser) {
    TextTransformer trained = child("text", encoder);
    text = (given, images) -> read(trained, given, images);
    this.denoiser = child("denoiser", reader(denoiser));
  }

  /**
   * With an encoder that is not trained, whose weights are not among the network's.
   *
   * @param empty the tokens of the empty text, of which one at least is not 0
   * @param denoiser a network that accepts {@link Conditioning#TEXT}
   */
  public TextConditionedNet(FrozenText encoder, List<Integer> empty, Backbone denoiser) {
    text = new FrozenReader(encoder, empty);
    this.denoiser = child("denoiser", reader(denoiser));
  }

  /** A denoiser that reads a text's vectors; others are refused. */
  private static Backbone reader(Backbone denoiser) {
    if (!denoiser.accepts().contains(Conditioning.TEXT)) {
      throw new IllegalArgumentException(
          "the denoiser accepts " + denoiser.accepts() + "; allowed: one that accepts text");
    }
    return denoiser;
  }

  private static Conditioning read(TextTransformer encoder, Conditioning given, long images) {
    Tensor words =
        given
            .of(Conditioning.TOKENS)
            .orElseGet(() -> Tensors.zeros(images, encoder.config().length()).to(ScalarType.Long));
    TextTransformer.Encoded encoded = encoder.forward(words);
    return given
        .with(Conditioning.TEXT, encoded.states())
        .with(Conditioning.TEXT_MASK, encoded.mask());
  }

  @Override
  public Set<String> accepts() {
    return Set.of(Conditioning.TOKENS);
  }

  @Override
  public void dropFrom(Rng key) {
    denoiser.dropFrom(key);
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    Conditioning read = text.read(conditioning, x.size(0)).without(Conditioning.TOKENS);
    return denoiser.forward(x, noiseLevel, read);
  }
}
