package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/**
 * Uniform over the times 1 .. T of a discrete path (Ho et al. 2020, arXiv 2006.11239, algorithm 1).
 */
public record Discrete() implements TimeSampler {

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the path is continuous
   */
  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    if (!path.discrete()) {
      throw new IllegalArgumentException(
          "discrete times on the continuous path " + path.name() + ": use uniform times");
    }
    return Uniforms.map(uniforms, path::spread);
  }
}
