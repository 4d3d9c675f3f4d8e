package io.inkwash.studio.playground;

import io.inkwash.adversarial.AdversarialLoss;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import io.inkwash.weighting.Weighting;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * One run of the playground.
 *
 * @param points the data
 * @param model what gives points
 * @param learning what networks learn by
 * @param sampler the solver on its grid, on the path of the process
 * @param guidance toward the class
 * @param type the class that is requested, if one is
 * @param start where particles begin
 * @param particles how many, 1 or more
 * @param lattice points along each side of the lattice on which fields are shown; 0 for none
 * @param seed of all randomness
 */
record PlaygroundSettings(
    PointMixture points,
    PointModel.Factory model,
    Learning learning,
    SamplingLoop sampler,
    Guidance guidance,
    OptionalInt type,
    Start start,
    int particles,
    int lattice,
    long seed) {

  /**
   * What networks learn by.
   *
   * @param target what a denoising network predicts
   * @param weighting of its loss
   * @param times where its training times come from
   * @param game the losses of a generator and its discriminator
   */
  record Learning(Target target, Weighting weighting, TimeSampler times, AdversarialLoss game) {}

  /** Where particles begin. */
  enum Start {
    /** In the noise from which the process is run backwards. */
    NOISE,
    /** Evenly over the square that is shown: also where neither data nor noise is dense. */
    EVEN
  }

  /** Refuses a class that the points do not have. */
  PlaygroundSettings {
    int classes = points.classes();
    if (type.isPresent() && (type.getAsInt() < 0 || type.getAsInt() >= classes)) {
      throw new SpecException(
          "class is " + type.getAsInt() + "; allowed: 0 to " + (classes - 1) + ", or none");
    }
  }

  /** The forward process. */
  GaussianPath path() {
    return sampler.path();
  }

  /** The key of all randomness. */
  Rng key() {
    return Rng.seed(seed).stream("playground");
  }

  /**
   * A model guided toward the class.
   *
   * @param conditional the model of the class
   * @param all the model of all points
   * @param rows points at a time
   */
  Denoiser guided(Denoiser conditional, Denoiser all, int rows) {
    List<String> names = IntStream.range(0, points.classes()).mapToObj(Integer::toString).toList();
    return guidance.guide(
        new GuidedModel(
            conditional,
            () -> all,
            () -> {
              throw new SpecException("the playground has no worse model; choose classifier-free");
            },
            path(),
            new ImageSpec(2, 1, 1, PixelRange.SYMMETRIC, names),
            SmallTraining.conditioning(type.orElse(0), rows)));
  }
}
