package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/** Every timestep of a discrete path, DDPM's own sampling (Ho et al. 2020, algorithm 2). */
public record AllSteps() implements TimeGrid {

  @Override
  public String name() {
    return "all";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    GridRules.requireDiscrete(this, path);
    GridRules.requireExactly(this, path, steps, (int) path.end());
    return GridRules.grid(this, path, steps, k -> steps - k);
  }
}
