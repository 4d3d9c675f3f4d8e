package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/**
 * Times at which this path has the noise level {@code sigma / alpha} of another path at a uniform
 * time of its own. So a model on EDM's path is trained as often at each level as one on a cosine
 * path: k-diffusion's "v-diffusion", and its "cosine-interpolated" on a path of simple diffusion.
 *
 * <p>All importances are 1: the distribution is part of the training objective.
 *
 * @param other the path whose times are uniform
 */
public record UniformOn(GaussianPath other) implements TimeSampler {

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(uniforms, u -> path.snap(path.timeAtLogSnr(other.logSnr(other.spread(u)))));
  }
}
