package io.inkwash.nn;

import io.inkwash.torch.Net;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** A network that maps a noisy image and a noise level to an image. */
public abstract class Backbone extends Net {

  /**
   * The kinds of {@link Conditioning} that this network accepts; none unless it states otherwise.
   */
  public Set<String> accepts() {
    return Set.of();
  }

  /** The forward process that is trained along with the network; empty where none is. */
  public Optional<LearnedPath> learnedPath() {
    return Optional.empty();
  }

  /**
   * The network's output, in the shape of the image, or with twice its channels where the second
   * half is a learned variance.
   *
   * @param x [N,C,H,W] scaled noisy images
   * @param noiseLevel [N] float32 noise-level inputs, in the units that the parameterization gives
   * @param conditioning what else the images depend on, of the kinds that {@link #accepts} names
   */
  public abstract Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning);
}
