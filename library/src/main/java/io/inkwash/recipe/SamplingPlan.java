package io.inkwash.recipe;

import io.inkwash.denoise.Denoiser;
import io.inkwash.recipe.parts.Guidance;
import io.inkwash.recipe.parts.GuidedModel;
import io.inkwash.recipe.parts.Threshold;
import io.inkwash.solve.SamplingLoop;

/**
 * How images are drawn from a denoiser.
 *
 * @param sampler the solver on its grid
 * @param threshold how estimates are kept in the pixel range
 * @param guidance how the model is guided
 */
public record SamplingPlan(SamplingLoop sampler, Threshold threshold, Guidance guidance) {

  /** A model as this plan's solver evaluates it. */
  public Denoiser guide(GuidedModel model) {
    return threshold.apply(guidance.guide(model), model.data().range());
  }
}
