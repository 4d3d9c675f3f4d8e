package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Every so-manieth timestep of a table from the noisiest, {@code T - floor(k T / n)}: ComfyUI's
 * "simple". {@link Trailing} with another rounding; on a continuous path, the same.
 */
public record Simple() implements TimeGrid {

  @Override
  public String name() {
    return "simple";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double stride = path.end() / steps;
    return GridRules.grid(
        this,
        path,
        steps,
        k -> path.end() - (path.discrete() ? Math.floor(k * stride) : k * stride));
  }
}
