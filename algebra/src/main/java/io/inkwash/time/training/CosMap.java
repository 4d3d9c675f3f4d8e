package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/**
 * Times at which a rectified flow has the log-SNR of a cosine path at uniform times: the fraction
 * {@code 1 - 1 / (tan(pi u / 2) + 1)} of the path, of density {@code 2 / (pi - 2 pi t + 2 pi t^2)}
 * (Esser et al. 2024, arXiv 2403.03206, section 3.1), clamped to start and end.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 */
public record CosMap() implements TimeSampler {

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(
        uniforms, u -> path.snap(path.end() * (1 - 1 / (Math.tan(Math.PI * u / 2) + 1))));
  }
}
