package io.inkwash.solve.ode;

import static io.inkwash.format.Text.format;

/**
 * How the length of the next step follows from the errors of the last three (Soderlind 2003;
 * k-diffusion's PIDStepSizeController). Errors are relative to the tolerance.
 *
 * @param proportional weight of the change of the error: 0 as published
 * @param integral weight of the error: 1 as published
 * @param derivative weight of the change of the change: 0 as published
 * @param accept a step is accepted if the next may be at least this many times as long: 0.81
 */
public record PidControl(double proportional, double integral, double derivative, double accept) {
  private static final double LEAST_ERROR = 1e-8;

  /** The published numbers. */
  public static final PidControl STANDARD = new PidControl(0, 1, 0, 0.81);

  /** Checks the ranges. */
  public PidControl {
    if (!(integral > 0 && accept > 0 && accept <= 1)) {
      throw new IllegalArgumentException(
          format(
              "step control with an integral weight of %s, accepting from %s; allowed: above 0, and above 0 to 1",
              integral, accept));
    }
  }

  /**
   * Begins a run.
   *
   * @param step the first step
   * @param order of the error
   */
  State start(double step, double order) {
    return new State(step, order);
  }

  /** The control of one run. */
  final class State {
    private final double[] exponents;
    private double[] inverseErrors = {};
    private double step;

    private State(double step, double order) {
      this.step = step;
      this.exponents =
          new double[] {
            (proportional + integral + derivative) / order,
            -(proportional + 2 * derivative) / order,
            derivative / order
          };
    }

    /** The length of the step to try. */
    double step() {
      return step;
    }

    /** Whether a step with this error is good enough; sets the length of the next. */
    boolean accept(double error) {
      double inverse = 1 / (error + LEAST_ERROR);
      if (inverseErrors.length == 0) {
        inverseErrors = new double[] {inverse, inverse, inverse};
      }
      inverseErrors[0] = inverse;
      double factor = 1;
      for (int k = 0; k < exponents.length; k++) {
        factor *= Math.pow(inverseErrors[k], exponents[k]);
      }
      double limited = 1 + Math.atan(factor - 1);
      step *= limited;
      boolean accepted = limited >= accept;
      if (accepted) {
        inverseErrors[2] = inverseErrors[1];
        inverseErrors[1] = inverse;
      }
      if (!(step > 0)) {
        throw new IllegalStateException(
            "dpm-adaptive cannot meet its tolerance: the model is not smooth there or not finite");
      }
      return accepted;
    }
  }
}
