package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Times with a mode in the middle of the path and some weight at its ends (Esser et al. 2024, arXiv
 * 2403.03206, section 3.1): the fraction {@code 1 - u - scale (cos^2(pi u / 2) - 1 + u)} of the
 * path for uniform u, clamped to start and end.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param scale from -1 (dense at the ends) to 2 / (pi - 2), about 1.75 (dense in the middle); 0 for
 *     uniform times, 1.29 in Stable Diffusion 3
 */
public record ModeTimes(double scale) implements TimeSampler {

  /** Where the times would no longer be in the order of the uniform numbers. */
  private static final double LARGEST = 2 / (Math.PI - 2);

  /** Checks the range given above. */
  public ModeTimes {
    if (!(scale >= -1 && scale <= LARGEST)) {
      throw new IllegalArgumentException(
          format("scale %s of times with a mode: need -1 to %s, as 1.29", scale, LARGEST));
    }
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(
        uniforms,
        u -> {
          double cosine = Math.cos(Math.PI * u / 2);
          return path.snap(path.end() * (1 - u - scale * (cosine * cosine - 1 + u)));
        });
  }
}
