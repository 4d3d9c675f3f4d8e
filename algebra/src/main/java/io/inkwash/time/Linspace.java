package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Evenly spaced times from the noisiest to the smallest, both included: n times cut the path into n
 * - 1 parts.
 *
 * <p>On a discrete path they are rounded: less 1, the "linspace" timesteps of diffusers' DDPM and
 * DDIM. With {@link LastTime#OMITTED}, they are those of its DPM-Solver, UniPC and DEIS; with
 * {@link Rounding#NONE}, those of its Euler and ComfyUI's "normal".
 */
public record Linspace() implements TimeGrid {

  @Override
  public String name() {
    return "linspace";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    int parts = Math.max(steps - 1, 1);
    double stride = (path.end() - path.start()) / parts;
    return GridRules.grid(this, path, steps, k -> path.start() + (parts - k) * stride);
  }
}
