package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/** What a grid does on a table of timesteps with a time that is not whole. */
public enum Rounding {
  /** It takes the nearest timestep. */
  NEAREST {
    @Override
    public TimeGrid of(TimeGrid grid) {
      return grid;
    }
  },
  /**
   * It keeps the time, at which the path's log-SNR is interpolated, and the network is evaluated
   * there: the fractional timesteps of k-diffusion, and of diffusers' Euler, Heun and LMS.
   */
  NONE {
    @Override
    public TimeGrid of(TimeGrid grid) {
      return new Unrounded(grid);
    }
  };

  /** A grid that does so. */
  public abstract TimeGrid of(TimeGrid grid);

  private record Unrounded(TimeGrid grid) implements TimeGrid {
    @Override
    public String name() {
      return grid.name();
    }

    @Override
    public double[] times(GaussianPath path, int steps) {
      return grid.times(path.discrete() ? new Continuous(path) : path, steps);
    }
  }

  /** A path of timesteps at all of its times. */
  private record Continuous(GaussianPath table) implements GaussianPath {
    @Override
    public String name() {
      return table.name();
    }

    @Override
    public double alpha(double t) {
      return table.alpha(t);
    }

    @Override
    public double sigma(double t) {
      return table.sigma(t);
    }

    @Override
    public double alphaDot(double t) {
      return table.alphaDot(t);
    }

    @Override
    public double sigmaDot(double t) {
      return table.sigmaDot(t);
    }

    @Override
    public double logSnr(double t) {
      return table.logSnr(t);
    }

    @Override
    public double start() {
      return table.start();
    }

    @Override
    public double end() {
      return table.end();
    }
  }
}
