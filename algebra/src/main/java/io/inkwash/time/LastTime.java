package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/** What becomes of the smallest time of a grid. */
public enum LastTime {
  /** It is visited: the last step goes from there to 0. */
  VISITED {
    @Override
    public TimeGrid of(TimeGrid grid) {
      return grid;
    }
  },
  /**
   * It is left out of the grid of one step more, so that the last step is longer: the "linspace"
   * and "leading" timesteps of diffusers' DPM-Solver, UniPC and DEIS, and ComfyUI's "sgm_uniform".
   */
  OMITTED {
    @Override
    public TimeGrid of(TimeGrid grid) {
      return new Shortened(grid);
    }
  };

  /** A grid that does so. */
  public abstract TimeGrid of(TimeGrid grid);

  private record Shortened(TimeGrid grid) implements TimeGrid {
    @Override
    public String name() {
      return grid.name();
    }

    @Override
    public double[] times(GaussianPath path, int steps) {
      GridRules.requireSteps(this, path, steps);
      double[] longer = grid.times(path, steps + 1);
      return GridRules.grid(this, path, steps, k -> longer[k]);
    }
  }
}
