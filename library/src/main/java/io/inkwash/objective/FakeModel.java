package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A second network, of the same architecture, that learns the distribution of the images that the
 * network in training makes, while it makes other ones from step to step: the fake score function
 * of distribution matching distillation (Yin et al. 2024, arXiv 2311.18828, section 3.2).
 *
 * @param <N> both networks
 */
public interface FakeModel<N extends Net> {

  /** The objective by which it learns from the images. */
  Objective<N> objective();

  /** Its steps for each step of the network in training, 1 or more. */
  int steps();

  /** A discriminator that the network in training has to deceive as well. */
  default Optional<Adversary> adversary() {
    return Optional.empty();
  }

  /**
   * [N,C,H,W] float32 images of the data, such as the network in training makes.
   *
   * @param batch [N,...] float32 the images of a batch
   */
  default Tensor real(Tensor batch, Rng key) {
    return batch;
  }

  /**
   * [N,C,H,W] float32 images that the network in training makes.
   *
   * @param network the network in training
   * @param real [N,C,H,W] float32 images of the data
   * @param conditioning what the images are of
   * @param key of all randomness of this batch
   */
  Tensor images(N network, Tensor real, Conditioning conditioning, Rng key);
}
