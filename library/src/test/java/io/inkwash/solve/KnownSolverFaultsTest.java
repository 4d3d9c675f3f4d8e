package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Faults in the formulas of widely used programs, each shown on a step whose exact integral is
 * known, beside the weights that are used here.
 */
class KnownSolverFaultsTest {
  private static final Offset<Double> ROUNDING = within(1e-12);

  /** Third-order SDE-DPM-Solver++ of diffusers: one half has the wrong sign. */
  @Test
  void theCurvatureOfThirdOrderSdeDpmSolverDoesNotVanishWithTheStep() {
    for (double h : new double[] {0.1, 0.01}) {
      double theirs = (1 - Math.exp(-2 * h) - 2 * h) / (4 * h * h) - 0.5;
      assertThat(theirs).isBetween(-1.0, -0.9);
      ExponentialStep step = new ExponentialStep(1, 2, -2, h, 0);
      double ours = 0.5 * step.scale() * step.moments(3)[2]; // of u^2 / 2
      assertThat(ours).isBetween(0.0, h);
    }
  }

  /** iPNDM-v of order 3 (diff-sampler, ComfyUI): right for equal steps only. */
  @Test
  void theWeightsOfIpndmVDoNotIntegrateAParabola() {
    assertThat(firstMoment(ipndmV(1, 1, 1), 1, 1, 1)).isCloseTo(0.5, ROUNDING);
    assertThat(firstMoment(ipndmV(1, 0.7, 1.3), 1, 0.7, 1.3)).isCloseTo(0.5, ROUNDING);
    assertThat(secondMoment(ipndmV(1, 1, 1), 1, 1, 1)).isCloseTo(1 / 3.0, ROUNDING);
    assertThat(secondMoment(ipndmV(1, 0.7, 1.3), 1, 0.7, 1.3)).isNotCloseTo(1 / 3.0, within(0.05));
    double[] ours =
        Interpolation.weights(new double[] {0, -0.7, -2}, new double[] {1, 0.5, 1 / 3.0});
    assertThat(firstMoment(ours, 1, 0.7, 1.3)).isCloseTo(0.5, ROUNDING);
    assertThat(secondMoment(ours, 1, 0.7, 1.3)).isCloseTo(1 / 3.0, ROUNDING);
  }

  /**
   * UniPC's vary_coeff corrector of order 2 (the authors' code), with the last node one step back.
   */
  @Test
  void theVaryingCoefficientsOfUniPcDoNotIntegrateALine() {
    double h = 1e-4;
    ExponentialStep step = new ExponentialStep(1, 1, -1, h, 0);
    double[] moments = step.moments(3);
    double phi2 = moments[1]; // of the slope over the step
    double phi3 = moments[2] / 2;
    double[][] inverse = {{0.5, 0.5}, {-1, 1}}; // of {{1, -1/2}, {1, 1/2}}
    double theirs = phi2 * inverse[0][0] + phi3 * inverse[0][1]; // both changes are 1 on a line
    assertThat(theirs / h).isCloseTo(1 / 3.0, within(1e-3));
    double[] ours = Interpolation.weights(new double[] {1, 0, -1}, moments);
    assertThat((ours[0] - ours[2]) / h).isCloseTo(0.5, within(1e-3));
    assertThat(ours[0] - ours[2]).isCloseTo(phi2, within(1e-16));
  }

  private static double firstMoment(double[] weights, double h, double h1, double h2) {
    return (-weights[1] * h1 - weights[2] * (h1 + h2)) / h;
  }

  private static double secondMoment(double[] weights, double h, double h1, double h2) {
    return (weights[1] * h1 * h1 + weights[2] * (h1 + h2) * (h1 + h2)) / (h * h);
  }

  /** The published weights of order 3 for steps h, and h1 and h2 before it. */
  private static double[] ipndmV(double h, double h1, double h2) {
    double temp = (1 - h / (3 * (h + h1)) * (h * (h + h1)) / (h1 * (h1 + h2))) / 2;
    return new double[] {
      (2 + h / h1) / 2 + temp, -(h / h1) / 2 - (1 + h1 / h2) * temp, temp * h1 / h2
    };
  }
}
