package io.inkwash.adversarial;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * What the network that plays against a discriminator makes, and what it minimizes: an adversarial
 * network makes images of noise and plays the game alone; an autoencoder makes images of images,
 * and the game is one term of its loss.
 *
 * @param <N> the network
 */
public interface GeneratorObjective<N extends Net> {

  /** Whether a step, 1, 2, ..., has the game. Where it has not, the discriminator rests. */
  default boolean plays(long step) {
    return true;
  }

  /**
   * The images that the discriminator is shown.
   *
   * @param real [N,C,H,W] float32 images of the data
   * @param conditioning what the images are of, a row an image, or none
   * @param key of all randomness of this batch
   * @return [N,C,H,W] float32
   */
  Tensor images(N network, Tensor real, Conditioning conditioning, Rng key);

  /**
   * The loss of one batch.
   *
   * @param real [N,C,H,W] float32 images of the data
   * @param conditioning what the images are of, a row an image, or none
   * @param key of all randomness of this batch
   * @param game from images to the generator's loss in the game, a scalar tensor
   * @param plays whether the step has the game; {@code game} is not to be called otherwise
   */
  GeneratorLoss loss(
      N network,
      Tensor real,
      Conditioning conditioning,
      Rng key,
      UnaryOperator<Tensor> game,
      boolean plays);

  /**
   * Learns from a step that was taken.
   *
   * @param terms the terms of its loss, means over the whole batch
   */
  default void observe(Map<String, Double> terms) {}

  /** What a checkpoint needs so that training goes on as if never stopped, by name. */
  default Map<String, double[]> values() {
    return Map.of();
  }

  /**
   * Takes back what {@link #values} gave.
   *
   * @param values the numbers of a name
   */
  default void restore(Function<String, double[]> values) {}
}
