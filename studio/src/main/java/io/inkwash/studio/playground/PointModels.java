package io.inkwash.studio.playground;

import io.inkwash.adversarial.GradientPenalty;
import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.variational.Elbo;

/** What gives points, by name: a call each. */
final class PointModels {
  private static final int MOST_STEPS = 20_000;

  private PointModels() {}

  /** All models. */
  static final Registry<PointModel.Factory> MODELS =
      new Registry<PointModel.Factory>("model")
          .register(
              "exact",
              "",
              a -> ExactModel::new,
              "the posterior mean of the mixture, in closed form: nothing is learned")
          .register(
              "learned",
              "steps=1500, rate=0.01",
              PointModels::learned,
              "a small network, trained by the objective of the settings")
          .register(
              "gan",
              "steps=1500, rate=0.001, gamma=0",
              PointModels::adversarial,
              "a generator and a discriminator (Goodfellow et al. 2014); gamma is the R1 penalty")
          .register(
              "vae",
              "steps=1500, rate=0.005, beta=1",
              PointModels::variational,
              "an encoder and a decoder with two latent numbers (Kingma and Welling 2014)");

  private static PointModel.Factory learned(Arguments a) {
    SmallTraining training = training(a);
    return settings -> new LearnedModel(settings, training);
  }

  private static PointModel.Factory adversarial(Arguments a) {
    SmallTraining training = training(a);
    GradientPenalty penalty = new GradientPenalty(a.number("gamma"), 1);
    return settings -> new AdversarialModel(settings, training, penalty);
  }

  private static PointModel.Factory variational(Arguments a) {
    SmallTraining training = training(a);
    Elbo elbo = new Elbo(a.number("beta"), 0);
    return settings -> new VariationalModel(settings, training, elbo);
  }

  private static SmallTraining training(Arguments a) {
    int steps = a.integer("steps");
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException("steps is " + steps + "; allowed: 1 to " + MOST_STEPS);
    }
    return new SmallTraining(steps, a.number("rate"));
  }
}
