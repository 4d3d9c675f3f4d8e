package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;

/** Uniform between the path's start and end; on a discrete path, over its timesteps. */
public record Uniform() implements TimeSampler {

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return Uniforms.map(uniforms, path::spread);
  }
}
