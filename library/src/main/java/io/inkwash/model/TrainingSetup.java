package io.inkwash.model;

import io.inkwash.data.ImageSource;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Net;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.train.AdversarialStep;
import io.inkwash.train.Learner;
import io.inkwash.train.PairedStep;
import java.util.function.Supplier;

/**
 * What a training depends on beside its recipe and its images.
 *
 * @param key of all randomness
 * @param precision the arithmetic of the networks' passes
 * @param device where they are trained
 * @param images what they are trained on
 */
public record TrainingSetup(
    Rng key, Precision precision, ComputeDevice device, ImageSource images) {

  /**
   * A training's first network, or its only one. To be called in the scope that is to own it.
   *
   * @param build makes the network, its weights not yet drawn
   */
  public <N extends Net> Learner<N> learner(Supplier<N> build, Learner.Settings settings) {
    Learner<N> learner = new Learner<>(Learner.MAIN, build, key.stream("init"), settings);
    learner.average(); // made here, where the scope is that of the training
    return learner;
  }

  /** The network of a training's {@link io.inkwash.objective.FakeModel}, as {@link #learner}. */
  <N extends Net> Learner<N> fake(Supplier<N> build, Learner.Settings settings) {
    return new Learner<>(PairedStep.FAKE, build, key.stream("init-fake"), settings);
  }

  /** The discriminator of a training that has one, as {@link #learner}. */
  <N extends Net> Learner<N> discriminator(Supplier<N> build, Learner.Settings settings) {
    return new Learner<>(
        AdversarialStep.DISCRIMINATOR, build, key.stream("init-discriminator"), settings);
  }
}
