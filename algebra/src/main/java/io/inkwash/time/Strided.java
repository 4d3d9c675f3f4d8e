package io.inkwash.time;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * One whole stride through a table from t = 1: Improved DDPM's "ddimN" respacing. The stride is the
 * smallest that yields exactly the requested steps; where none does, as for 300 of 1000, the grid
 * is refused. {@link Leading} gives every number.
 */
public record Strided() implements TimeGrid {

  @Override
  public String name() {
    return "strided";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    GridRules.requireDiscrete(this, path);
    int timesteps = (int) path.end();
    for (int stride = 1; stride < timesteps; stride++) {
      if ((timesteps - 1) / stride + 1 == steps) {
        int found = stride;
        return GridRules.grid(this, path, steps, k -> 1 + (steps - 1 - k) * found);
      }
    }
    throw new IllegalArgumentException(
        format(
            "no whole stride takes %d of the %d timesteps of %s: use leading, or a number that divides",
            steps, timesteps, path.name()));
  }
}
