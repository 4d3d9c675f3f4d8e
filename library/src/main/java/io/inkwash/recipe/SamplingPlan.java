package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoiser;
import io.inkwash.solve.SamplingLoop;
import java.util.function.Supplier;

/**
 * How images are drawn from a denoiser.
 *
 * @param sampler the solver on its grid
 * @param threshold how estimates are kept in the pixel range
 * @param guidance how the model is guided
 */
public record SamplingPlan(SamplingLoop sampler, Threshold threshold, Guidance guidance) {

  /** A model as this plan's solver evaluates it; see {@link Guidance#guide}. */
  public Denoiser guide(
      Denoiser conditional,
      Supplier<Denoiser> unconditional,
      Supplier<Denoiser> weak,
      PixelRange range) {
    return threshold.apply(guidance.guide(sampler.path(), conditional, unconditional, weak), range);
  }
}
