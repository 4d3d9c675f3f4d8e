package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Tensor;

/** How an ordinary differential equation is followed from one time to another. */
@FunctionalInterface
public interface Integrator {

  /** The right-hand side of the equation. */
  @FunctionalInterface
  interface Slope {
    /** The slope of the state x at a time. */
    Tensor at(Tensor x, double time);
  }

  /**
   * Carries a state along.
   *
   * @param slope the equation
   * @param x the state at {@code from}; left as it is
   * @return the state at {@code to}, in the caller's scope
   */
  Tensor carry(Slope slope, Tensor x, double from, double to);

  /** Whether all images may be carried in one state, none changing another's steps. */
  default boolean together() {
    return false;
  }

  /**
   * Dormand and Prince's method of order 5 with steps as long as the tolerances allow.
   *
   * @param relative tolerance relative to the state: 1e-5 in Song et al. 2021
   * @param absolute tolerance beside it: 1e-5 there
   */
  record Adaptive(double relative, double absolute) implements Integrator {
    private static final double FIRST_PART = 0.01;
    private static final double SAFETY = 0.9;
    private static final double LEAST_FACTOR = 0.2;
    private static final double MOST_FACTOR = 10;

    /** Checks the tolerances. */
    public Adaptive {
      check(relative, absolute);
    }

    /** Refuses tolerances that cannot be met. */
    public static void check(double relative, double absolute) {
      if (!(relative >= 0 && absolute > 0)) {
        throw new IllegalArgumentException(
            format(
                "tolerances are %s relative and %s absolute; allowed: 0 or more, and more than 0",
                relative, absolute));
      }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the steps become too short to go on
     */
    @Override
    public Tensor carry(Slope slope, Tensor x, double from, double to) {
      if (from == to) {
        return x;
      }
      Tensor state = x;
      Tensor first = slope.at(x, from);
      double direction = Math.signum(to - from);
      double time = from;
      double h = FIRST_PART * (to - from); // negative on the way down, as all steps
      while (time != to) {
        boolean last = direction * (time + h - to) >= 0;
        double step = last ? to - time : h;
        if (time + step == time) {
          throw new IllegalStateException(
              format(
                      "the flow cannot be followed to its tolerance at time %s on the way from %s to %s:",
                      time, from, to)
                  + " the model is not smooth there or not finite");
        }
        double error;
        try (TensorScope scope = TensorScope.open()) {
          DormandPrince trial = DormandPrince.step(slope, state, time, step, first);
          error = trial.size(state, relative, absolute);
          if (error <= 1) {
            state = scope.keep(trial.end());
            first = scope.keep(trial.slope());
            time = last ? to : time + step;
          }
        }
        h = step * factor(error);
      }
      return state;
    }

    /** By how much the next step is longer than the last. A NaN shortens it. */
    private static double factor(double error) {
      double wanted = SAFETY * Math.pow(error, -0.2);
      return wanted >= LEAST_FACTOR ? Math.min(wanted, MOST_FACTOR) : LEAST_FACTOR;
    }
  }

  /**
   * The same method with equal steps.
   *
   * @param steps how many, at least 1; the model is evaluated six times in each, and once more
   */
  record EqualSteps(int steps) implements Integrator {

    /** Checks the count. */
    public EqualSteps {
      if (steps < 1) {
        throw new IllegalArgumentException(format("flow in %d steps; allowed: 1 or more", steps));
      }
    }

    @Override
    public Tensor carry(Slope slope, Tensor x, double from, double to) {
      Tensor state = x;
      Tensor first = slope.at(x, from);
      double h = (to - from) / steps;
      for (int i = 0; i < steps; i++) {
        try (TensorScope scope = TensorScope.open()) {
          DormandPrince step = DormandPrince.step(slope, state, from + i * h, h, first);
          state = scope.keep(step.end());
          first = scope.keep(step.slope());
        }
      }
      return state;
    }

    @Override
    public boolean together() {
      return true;
    }
  }
}
