package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Recipe;
import io.inkwash.restore.Prior;

/** Models as restoration uses them: what images look like, before anything is known of one. */
public final class Priors {
  private Priors() {}

  /**
   * A model that draws by a sampling plan, unconditional and without guidance.
   *
   * @throws SpecException if the model was never trained without a class
   */
  public static Prior of(TrainedModel model, Recipe.Sampling sampling) {
    return of(model.recipe(), model.method(), sampling, model.denoiser());
  }

  /** That of a model whose weights are not read yet: to see what can be done with it. */
  public static Prior unread(Recipe recipe, Recipe.Sampling sampling) {
    Denoiser none =
        (x, t) -> {
          throw new IllegalStateException("a model without weights was evaluated");
        };
    return of(recipe, DiffusionMethod.of(recipe), sampling, none);
  }

  private static Prior of(
      Recipe recipe, DiffusionMethod method, Recipe.Sampling sampling, Denoiser denoiser) {
    ImageSpec data = recipe.data();
    if (data.classes() > 0 && recipe.training().conditioningDropout() == 0) {
      throw new SpecException(
          "restoration is unconditional, and this model was always given a class"
              + " (conditioningDropout 0); train it with --set conditioningDropout=0.1, or without"
              + " --conditional");
    }
    DiffusionMethod.SamplingPlan plan = method.plan(sampling.guided("none"));
    return new Prior(plan.threshold().apply(denoiser, data.range()), plan.sampler(), data);
  }
}
