package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Evenly spaced times from the noisiest to the smallest, both included or the smallest left out.
 *
 * <p>On a discrete path they are rounded. Less 1, with the smallest included they are the
 * "linspace" timesteps of diffusers' DDPM and DDIM; with the smallest left out, those of its
 * DPM-Solver, UniPC and DEIS.
 *
 * @param smallest whether the smallest time is visited
 */
public record Linspace(Smallest smallest) implements TimeGrid {

  /** What becomes of the path's smallest time. */
  public enum Smallest {
    /** It is the last time before 0: n times cut the path into n - 1 parts. */
    INCLUDED,
    /** It is not visited: n times cut the path into n parts. */
    OMITTED
  }

  @Override
  public String name() {
    return "linspace";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    int parts = smallest == Smallest.INCLUDED ? Math.max(steps - 1, 1) : steps;
    double stride = (path.end() - path.start()) / parts;
    return GridRules.grid(this, path, steps, k -> path.start() + (parts - k) * stride);
  }
}
