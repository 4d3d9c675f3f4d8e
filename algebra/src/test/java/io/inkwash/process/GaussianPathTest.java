package io.inkwash.process;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.testkit.Cases;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds on every path. */
class GaussianPathTest {

  static List<GaussianPath> paths() {
    return Cases.paths();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void beginsAsDataAndEndsNoisy(GaussianPath path) {
    assertThat(path.alpha(0)).isEqualTo(1);
    assertThat(path.sigma(0)).isZero();
    assertThat(path.snr(0)).isInfinite();
    assertThat(path.start()).isPositive().isLessThan(path.end());
    assertThat(path.snr(path.end())).isLessThan(path.snr(path.start())).isLessThan(2);
    assertThat(path.name()).isNotBlank();
  }

  @Test
  void snrFallsStrictly() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double s = t * (1 - c.logUniform(1e-6, 1));
          assertThat(path.logSnr(s)).isGreaterThan(path.logSnr(t));
        });
  }

  @Test
  void logSnrIsThatOfAlphaAndSigma() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double ratio = path.alpha(t) / path.sigma(t);
          // The log loses as many digits as it is large; |log-SNR| stays below 25.
          assertClose(path.logSnr(t), Math.log(ratio * ratio), 1e-12, 1e-12);
          assertClose(path.snr(t), ratio * ratio, 1e-11);
        });
  }

  @Test
  void noiseRatioAndItsInverseAgree() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double ratio = path.noiseRatio(t);
          assertClose(ratio, path.sigma(t) / path.alpha(t), 1e-15);
          // The time is found to a rounding error; how much of the ratio that is depends on its
          // slope.
          assertClose(path.noiseRatio(path.timeAtNoiseRatio(ratio)), ratio, 1e-9);
        });
  }

  @ParameterizedTest
  @MethodSource("paths")
  void signalIsLeftWhereTheNoiseRatioIsFinite(GaussianPath path) {
    assertThat(path.signalAtEnd()).isEqualTo(Double.isFinite(path.noiseRatio(path.end())));
  }

  @Test
  void derivativesAreThoseOfDifferences() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = insideAnInterval(c, path);
          double h = path.discrete() ? 1e-4 * Math.min(t, 1) : 1e-5 * t;
          // Central differences: h^2 times curvature, and rounding of 1e-16 / h.
          double absolute = 1e-15 / h;
          assertClose(path.alphaDot(t), slope(path::alpha, t, h), 1e-6, absolute);
          assertClose(path.sigmaDot(t), slope(path::sigma, t, h), 1e-6, absolute);
          assertClose(path.logSnrDot(t), slope(path::logSnr, t, h), 1e-6, 30 * absolute);
        });
  }

  @Test
  void driftAndDiffusionAreTheLimitOfShortSteps() {
    Cases.check(
        2000,
        c -> {
          GaussianPath path = c.path();
          double t = insideAnInterval(c, path);
          double h = path.discrete() ? 1e-4 * Math.min(t, 1) : 1e-5 * t;
          Transition step = path.transition(t - h, t);
          // One-sided: off by h times the curvature, which is at most about 2/t relative.
          assertClose((step.scale() - 1) / h, path.drift(t), 2e-3, 1e-11 / h);
          assertClose(step.variance() / h, path.diffusionSquared(t), 2e-3);
          double sigma = path.sigma(t);
          assertClose(
              path.diffusionSquared(t),
              2 * sigma * path.sigmaDot(t) - 2 * path.drift(t) * sigma * sigma,
              1e-9);
          assertClose(path.drift(t), path.alphaDot(t) / path.alpha(t), 1e-12);
        });
  }

  @Test
  void timeAtLogSnrInvertsLogSnr() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          if (Double.isFinite(path.logSnr(t))) {
            double found = path.timeAtLogSnr(path.logSnr(t));
            // A rounding of the log-SNR by 4e-15 moves t by that over its slope.
            assertClose(found, t, 1e-11, 2e-14 / Math.abs(path.logSnrDot(t)));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("paths")
  void timeAtLogSnrStaysOnThePath(GaussianPath path) {
    assertThat(path.timeAtLogSnr(-1000)).isEqualTo(path.end());
    assertThat(path.timeAtLogSnr(path.logSnr(path.end()) - 0.1)).isEqualTo(path.end());
    assertThat(path.timeAtLogSnr(600)).isBetween(0.0, 1e-6);
  }

  @Test
  void transitionsKeepTheMarginals() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double s = c.uniform(0, t);
          Transition step = path.transition(s, t);
          assertClose(step.scale() * path.alpha(s), path.alpha(t), 1e-14);
          double noise = step.scale() * step.scale() * square(path.sigma(s)) + step.variance();
          assertClose(noise, square(path.sigma(t)), 1e-12);
        });
  }

  @Test
  void transitionsCompose() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double s = c.uniform(0, t);
          double between = c.uniform(s, t);
          Transition whole = path.transition(s, t);
          Transition parts = path.transition(s, between).then(path.transition(between, t));
          assertClose(parts.scale(), whole.scale(), 1e-13);
          // Short steps lose digits in the difference of two log-SNRs of size up to 25.
          assertClose(parts.variance(), whole.variance(), 1e-11, 1e-14 * square(path.sigma(t)));
        });
  }

  @Test
  void posteriorIsBayesRule() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double s = c.uniform(0.001, 0.999) * t;
          Posterior posterior = path.posterior(t, s);
          Transition step = path.transition(s, t);
          // x_s given x0 has precision 1/sigma_s^2; seeing x_t adds scale^2/variance.
          double precision = 1 / square(path.sigma(s)) + square(step.scale()) / step.variance();
          assertClose(posterior.variance(), 1 / precision, 1e-9);
          assertClose(
              posterior.xCoefficient(), step.scale() / step.variance() / precision, 1e-9, 1e-300);
          assertClose(
              posterior.x0Coefficient(), path.alpha(s) / square(path.sigma(s)) / precision, 1e-9);
        });
  }

  @Test
  void posteriorKeepsTheMarginals() {
    Cases.check(
        3000,
        c -> {
          GaussianPath path = c.path();
          double t = c.anyTime(path);
          double s = c.uniform(0, t);
          Posterior posterior = path.posterior(t, s);
          double signal = posterior.xCoefficient() * path.alpha(t) + posterior.x0Coefficient();
          assertClose(signal, path.alpha(s), 1e-12);
          double noise = square(posterior.xCoefficient() * path.sigma(t)) + posterior.variance();
          assertClose(noise, square(path.sigma(s)), 1e-12);
        });
  }

  @ParameterizedTest
  @MethodSource("paths")
  void lastStepEndsOnTheData(GaussianPath path) {
    assertThat(path.posterior(path.start(), 0)).isEqualTo(new Posterior(0, 1, 0));
    double sigma = path.sigma(path.start());
    Transition first = path.transition(0, path.start());
    assertThat(first).isEqualTo(new Transition(path.alpha(path.start()), sigma * sigma));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void refusesStepsThatDoNotGoDown(GaussianPath path) {
    double t = path.end();
    for (double[] pair : new double[][] {{t, t}, {0, 0}, {t / 2, t}, {t, -1}, {2 * t, t}}) {
      assertThatThrownBy(() -> path.posterior(pair[0], pair[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(path.name())
          .hasMessageContaining("need 0 <= s < t <= " + t);
      assertThatThrownBy(() -> path.transition(pair[1], pair[0]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> path.posterior(Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("paths")
  void snapsAndSpreadsOverTheTimesOfTraining(GaussianPath path) {
    assertThat(path.snap(0)).isEqualTo(path.start());
    assertThat(path.snap(2 * path.end())).isEqualTo(path.end());
    assertThat(path.spread(0)).isEqualTo(path.start());
    assertThat(path.spread(Math.nextDown(1.0))).isBetween(0.999 * path.end(), path.end());
    Cases.check(
        200,
        c -> {
          double t = path.spread(c.uniform(0, 1));
          assertThat(path.snap(t)).isEqualTo(t).isBetween(path.start(), path.end());
          double any = c.anyTime(path);
          assertThat(Math.abs(path.snap(any) - any)).isLessThanOrEqualTo(path.discrete() ? 0.5 : 0);
        });
  }

  @Test
  void samplingStartsFromTheNoiseOfThePath() {
    assertThat(Ve.geometric().priorScale()).isCloseTo(50, within(1e-12));
    assertThat(Edm.standard().priorScale()).isEqualTo(80);
    assertThat(VeLevels.ncsn().priorScale()).isCloseTo(1, within(1e-14));
    assertThat(RectifiedFlow.standard().priorScale()).isEqualTo(1);
    assertThat(Vp.linear().priorScale()).isEqualTo(1);
    assertThat(SubVp.linear().priorScale()).isEqualTo(1);
    assertThat(DiscretePath.of(Betas.cosine(10)).priorScale()).isEqualTo(1);
  }

  /** A time at which the derivatives are continuous: off the whole times of a table. */
  private static double insideAnInterval(Cases c, GaussianPath path) {
    return path.discrete()
        ? c.integer(0, (int) path.end() - 2) + c.uniform(0.01, 0.99)
        : c.uniform(path.start(), 0.999 * path.end());
  }

  private static double slope(DoubleUnaryOperator f, double t, double h) {
    return (f.applyAsDouble(t + h) - f.applyAsDouble(t - h)) / (2 * h);
  }

  private static double square(double x) {
    return x * x;
  }
}
