package io.inkwash.objective;

import io.inkwash.nn.classifier.NoisyDiscriminator;
import io.inkwash.torch.Net;

/**
 * The other networks of a training: those of the same architecture as the one in training, with
 * other weights, in evaluation mode and without gradients, and a discriminator where there is one.
 *
 * @param <N> the network in training
 */
public interface Twins<N extends Net> {

  /** With the moving average of its weights, which it follows from step to step. */
  N average();

  /**
   * With weights that stay as they are until {@link #renewTeacher}: at first those it began with.
   */
  N teacher();

  /** Gives the teacher the average of now. */
  void renewTeacher();

  /** The {@link FakeModel}'s network as it is now, in a training that has one. */
  default N fake() {
    throw new IllegalStateException("this training has no fake model");
  }

  /** The discriminator of an {@link Adversary} as it is now, in a training that has one. */
  default NoisyDiscriminator discriminator() {
    throw new IllegalStateException("this training has no discriminator");
  }

  /** Of a training that keeps no other weights. */
  static <N extends Net> Twins<N> none() {
    return new Twins<>() {
      @Override
      public N average() {
        throw new IllegalStateException("this training keeps no average of its weights");
      }

      @Override
      public N teacher() {
        throw new IllegalStateException("this training keeps no teacher");
      }

      @Override
      public void renewTeacher() {
        teacher();
      }
    };
  }
}
