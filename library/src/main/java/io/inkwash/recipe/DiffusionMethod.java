package io.inkwash.recipe;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.vdm.FourierFeatures;
import io.inkwash.objective.DenoisingObjective;
import io.inkwash.objective.Objective;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.ObjectiveFactory;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.time.TimeGrid;
import io.inkwash.train.Learner;
import java.util.Locale;

/**
 * A recipe's names turned into values.
 *
 * @param path the forward process
 * @param parameterization how the network meets it
 * @param variance where the variance of a reverse step comes from
 * @param objective what training minimizes
 * @param learning how the network learns
 * @param plan how images are drawn unless the caller states otherwise
 * @param ofPixels whether the process works in pixels, which have a range, and not in latents
 */
public record DiffusionMethod(
    GaussianPath path,
    Parameterization parameterization,
    Variance variance,
    Objective<Backbone> objective,
    Learner.Settings learning,
    SamplingPlan plan,
    boolean ofPixels) {

  /** The values of a recipe, on its path as training begins with it. */
  public static DiffusionMethod of(DiffusionRecipe recipe) {
    return of(recipe.data(), recipe.model(), recipe.loss(), recipe.learning(), recipe.sampling());
  }

  /** The values of a recipe, on its path or on the one that its network has learned. */
  public static DiffusionMethod of(DiffusionRecipe recipe, Backbone network) {
    return network
        .learnedPath()
        .map(
            learned ->
                of(
                    recipe.data(),
                    recipe.model(),
                    recipe.loss(),
                    recipe.learning(),
                    recipe.sampling(),
                    learned.path()))
        .orElseGet(() -> of(recipe));
  }

  static DiffusionMethod of(
      ImageSpec data,
      DiffusionRecipe.Model model,
      DiffusionRecipe.Loss loss,
      Learning learning,
      DiffusionRecipe.Sampling sampling) {
    return of(data, model, loss, learning, sampling, Catalog.PATHS.make(model.path()));
  }

  private static DiffusionMethod of(
      ImageSpec data,
      DiffusionRecipe.Model model,
      DiffusionRecipe.Loss loss,
      Learning learning,
      DiffusionRecipe.Sampling sampling,
      GaussianPath path) {
    Parameterization parameterization =
        new Parameterization(
            Catalog.TARGETS.make(model.target()),
            Catalog.SCALES.make(model.scale()),
            Catalog.NOISE_LEVEL_INPUTS.make(model.noiseLevelInput()));
    Variance variance = Catalog.VARIANCES.make(model.variance());
    DenoisingObjective simple =
        new DenoisingObjective(
            path,
            parameterization,
            Catalog.WEIGHTINGS.make(loss.weighting()),
            Catalog.TIMES.make(loss.times()));
    ObjectiveFactory factory = Catalog.OBJECTIVES.make(loss.objective());
    boolean ofPixels = model.space().ofPixels();
    if (!ofPixels && variance.learned()) {
      throw new SpecException(
          "variance learned is trained by the likelihood of bytes, and latents have none; allowed:"
              + " fixed-small or fixed-large, with codec "
              + model.codec().name());
    }
    try {
      requireTrainable(simple, model, loss);
      Catalog.OUTPUTS.make(model.output()).check(path, parameterization, variance);
      PixelBins bins = PixelBins.of(data.range().low(), data.range().high());
      Objective<Backbone> objective = factory.of(simple, variance, bins);
      requirePathTrained(objective, model, loss);
      requireBytes(objective, model, ofPixels);
      requireLimited(objective, sampling);
      return new DiffusionMethod(
          path,
          parameterization,
          variance,
          objective,
          learning.settings(),
          plan(path, variance, sampling, ofPixels),
          ofPixels);
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
  }

  /** Refuses features that cannot be, and what depends on bytes where there are none. */
  private static void requireBytes(
      Objective<Backbone> objective, DiffusionRecipe.Model model, boolean ofPixels) {
    FourierFeatures.Config features = Catalog.INPUT_FEATURES.make(model.inputFeatures());
    if (ofPixels) {
      return;
    }
    if (objective.trainsPath()) {
      throw new SpecException(
          format(
              "objective continuous-vlb is the likelihood of bytes, and latents have none; allowed:"
                  + " denoising, with codec %s",
              model.codec().name()));
    }
    if (objective.limitsEstimates()) {
      throw new SpecException(
          format(
              "objective.clamp=true limits estimates to the range of pixels, and latents have none;"
                  + " allowed: false, with codec %s",
              model.codec().name()));
    }
    if (Catalog.OUTPUTS.make(model.output()).ofPixelValues()) {
      throw new SpecException(
          format(
              "output %s is of the values of bytes, and latents have none; allowed: target, with"
                  + " codec %s",
              model.output().name(), model.codec().name()));
    }
    if (!features.exponents().isEmpty()) {
      throw new SpecException(
          format(
              "inputFeatures %s makes bytes differ, and latents have none; allowed: none, with"
                  + " codec %s",
              model.inputFeatures().name(), model.codec().name()));
    }
  }

  /** Refuses to draw without limits what is trained with them. */
  private static void requireLimited(
      Objective<Backbone> objective, DiffusionRecipe.Sampling sampling) {
    if (objective.limitsEstimates() && sampling.threshold().name().equals("none")) {
      throw new SpecException(
          "objective.clamp=true trains estimates that are limited to the range of pixels, and"
              + " threshold none draws by others; use threshold clamp, or objective.clamp=false");
    }
  }

  /** Refuses a learned path that nothing trains. */
  private static void requirePathTrained(
      Objective<Backbone> objective, DiffusionRecipe.Model model, DiffusionRecipe.Loss loss) {
    if (Catalog.LEARNED_PATHS.make(model.learnedPath()).learned() && !objective.trainsPath()) {
      throw new SpecException(
          format(
              "learnedPath %s is trained by the bound, and objective %s is another; use objective"
                  + " continuous-vlb, or learnedPath none",
              model.learnedPath().name(), loss.objective().name()));
    }
  }

  /** Refuses numbers that are not finite wherever training may use them. */
  private static void requireTrainable(
      DenoisingObjective simple, DiffusionRecipe.Model model, DiffusionRecipe.Loss loss) {
    GaussianPath path = simple.path();
    Parameterization seen = simple.parameterization();
    seen.target().check(path);
    requireFinite("scale " + model.scale().name(), path, seen.inputScale()::at);
    requireFinite(
        "noise-level input " + model.noiseLevelInput().name(), path, seen.noiseLevelInput()::at);
    requireFinite(
        "weighting " + loss.weighting().name(),
        path,
        (p, t) -> simple.weighting().onTarget(p, t, seen.target()));
    simple.times().sample(path, new double[] {0.5});
  }

  /** A number that training computes from the path and the time. */
  private interface AtTime {
    double at(GaussianPath path, double t);
  }

  private static void requireFinite(String name, GaussianPath path, AtTime number) {
    for (double t : new double[] {path.start(), path.end()}) {
      double value = number.at(path, t);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            format(
                "%s is %s at t = %s of %s; choose another, which is finite there",
                name, value, t, path.name()));
      }
    }
  }

  /**
   * A way to draw from this method's model.
   *
   * @throws SpecException if the grid or the solver does not fit the model
   */
  public SamplingPlan plan(DiffusionRecipe.Sampling sampling) {
    return plan(path, variance, sampling, ofPixels);
  }

  /** Whether {@link #plan} refuses nothing. */
  boolean takes(DiffusionRecipe.Sampling sampling) {
    try {
      plan(sampling);
      return true;
    } catch (SpecException e) {
      return false;
    }
  }

  private static SamplingPlan plan(
      GaussianPath path, Variance variance, DiffusionRecipe.Sampling sampling, boolean ofPixels) {
    if (!ofPixels && !sampling.threshold().name().equals("none")) {
      throw new SpecException(
          format(
              "threshold %s limits pixels, and this model works in latents; allowed: none",
              sampling.threshold()));
    }
    return new SamplingPlan(
        sampler(path, variance, sampling),
        Catalog.THRESHOLDS.make(sampling.threshold()),
        Catalog.GUIDANCES.make(sampling.guidance()));
  }

  private static SamplingLoop sampler(
      GaussianPath path, Variance variance, DiffusionRecipe.Sampling sampling) {
    Solver rule = Catalog.SOLVERS.make(sampling.solver());
    if (rule.needsVariance() && !variance.learned()) {
      throw new SpecException(
          format(
              "solver %s needs a model that learns its variance, and this one has %s; use ancestral",
              sampling.solver(),
              "variance " + variance.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    TimeGrid grid = Catalog.GRIDS.make(sampling.grid());
    double[] stops;
    try {
      stops = grid.times(path, sampling.steps());
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
    try {
      return new SamplingLoop(path, rule, stops);
    } catch (IllegalArgumentException e) {
      throw new SpecException("solver " + e.getMessage());
    }
  }
}
