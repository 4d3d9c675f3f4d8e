package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * The noise levels {@code sigma / alpha} of another path at its evenly spaced times, as far as they
 * lie within this path's range.
 *
 * <p>Of a cosine table they are the levels of EDM's "iddpm" discretization (Karras et al. 2022,
 * arXiv 2206.00364, table 1): a network trained on a table is then evaluated only at levels that it
 * was trained at. Of a linear VP path they are k-diffusion's {@code get_sigmas_vp}.
 *
 * @param other the path that the levels are taken from
 */
public record LevelsOf(GaussianPath other) implements TimeGrid {

  @Override
  public String name() {
    return "levels of " + other.name();
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double last = bound(path, path.start());
    double first = bound(path, path.end());
    double top = other.discrete() ? Math.floor(first) : first;
    double bottom = other.discrete() ? Math.ceil(last) : last;
    return GridRules.levels(
        this,
        path,
        steps,
        k -> {
          double down = GridRules.fraction(k, steps) * (top - bottom);
          double t = top - (other.discrete() ? Math.rint(down) : down);
          return other.noiseRatio(t);
        });
  }

  /** The other path's time for the level that this path has at an end of its own. */
  private double bound(GaussianPath path, double end) {
    double t = other.timeAtLogSnr(path.logSnr(end));
    return Math.min(Math.max(t, other.start()), other.end());
  }
}
