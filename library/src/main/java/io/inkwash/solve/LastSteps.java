package io.inkwash.solve;

/**
 * The order of a multistep solver in the last steps of a run. The step to time 0 is a straight one
 * to the estimate in either case, for solvers that divide by the noise there.
 */
public enum LastSteps {
  /** The solver's own order to the end: k-diffusion's and ComfyUI's. */
  FULL_ORDER {
    @Override
    int order(int order, int steps, int left) {
      return order;
    }
  },
  /**
   * At most as many outputs as there are steps left: UniPC's and its authors' lower_order_final.
   */
  LOWER_ORDER {
    @Override
    int order(int order, int steps, int left) {
      return Math.min(order, left);
    }
  },
  /** The same in runs of fewer than 15 steps: diffusers' default for DPM-Solver and DEIS. */
  LOWER_ORDER_IF_SHORT {
    @Override
    int order(int order, int steps, int left) {
      return steps < SHORT ? Math.min(order, left) : order;
    }
  };

  private static final int SHORT = 15;

  abstract int order(int order, int steps, int left);

  /** A count of the steps of one run. */
  public Countdown countdown() {
    return new Countdown(this);
  }

  /** Counts the steps of one run. Without {@link #begin} no step is among the last. */
  public static final class Countdown {
    private final LastSteps rule;
    private int steps = Integer.MAX_VALUE;
    private int done;

    private Countdown(LastSteps rule) {
      this.rule = rule;
    }

    /** Takes note of how many steps there are. */
    public void begin(double[] times) {
      steps = times.length - 1;
      done = 0;
    }

    /** The order to use in the next step, which counts as done from then on. */
    public int next(int order) {
      int left = Math.max(1, steps - done);
      done++;
      return rule.order(order, steps, left);
    }
  }
}
