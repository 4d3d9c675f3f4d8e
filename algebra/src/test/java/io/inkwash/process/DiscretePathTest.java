package io.inkwash.process;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiscretePathTest {

  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/improved-diffusion.txt");

  static List<Betas> tables() {
    return List.of(
        Betas.linear(1000),
        Betas.linear(50),
        Betas.cosine(1000),
        Betas.cosine(4000),
        Betas.scaledLinear(1000),
        Betas.sigmoid(500),
        Betas.linear(200).rescaleZeroTerminalSnr());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void posteriorIsDdpmsBetaForm(Betas betas) {
    DiscretePath path = DiscretePath.of(betas);
    double[] alphaBars = betas.alphaBars();
    for (int t = 2; t <= betas.timesteps(); t++) {
      double beta = betas.at(t);
      double after = 1 - alphaBars[t];
      double before = 1 - alphaBars[t - 1];
      Posterior posterior = path.posterior(t, t - 1);
      // Ho et al., equations 6 and 7. 1 - alphaBar cancels: 1e-16 of 1e-5 at the data's end.
      assertClose(posterior.x0Coefficient(), Math.sqrt(alphaBars[t - 1]) * beta / after, 1e-9);
      assertClose(posterior.xCoefficient(), Math.sqrt(1 - beta) * before / after, 1e-9, 1e-300);
      assertClose(posterior.variance(), beta * before / after, 1e-9);
      assertClose(path.transition(t - 1, t).variance(), beta, 1e-11);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void wholeTimesAreTheTable(Betas betas) {
    DiscretePath path = DiscretePath.of(betas);
    double[] alphaBars = betas.alphaBars();
    for (int t = 0; t <= betas.timesteps(); t++) {
      assertThat(path.alpha(t)).isEqualTo(Math.sqrt(alphaBars[t]));
      double sum = path.alpha(t) * path.alpha(t) + path.sigma(t) * path.sigma(t);
      assertClose(sum, 1, 1e-13); // 4000 roundings
    }
    assertThat(path.timesteps()).isEqualTo(betas.timesteps());
    assertThat(path.start()).isEqualTo(1);
    assertThat(path.end()).isEqualTo(betas.timesteps());
    assertThat(path.discrete()).isTrue();
    assertThat(path.betas()).isSameAs(betas);
  }

  @ParameterizedTest
  @MethodSource("tables")
  void betweenWholeTimesTheLogSnrIsLinear(Betas betas) {
    DiscretePath path = DiscretePath.of(betas);
    int last = betas.timesteps() - 1;
    for (int t = 2; t <= last; t += 7) {
      double middle = 0.5 * (path.logSnr(t) + path.logSnr(t - 1));
      assertClose(path.logSnr(t - 0.5), middle, 1e-12, 1e-13);
      double sum = square(path.alpha(t - 0.25)) + square(path.sigma(t - 0.25));
      assertClose(sum, 1, 1e-14);
      assertClose(path.logSnrDot(t), path.logSnr(t) - path.logSnr(t - 1), 1e-9);
    }
  }

  @Test
  void nextToTheDataAlphaBarIsLinear() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    assertClose(square(path.sigma(0.3)), 0.3e-4, 1e-12);
    assertClose(square(path.alpha(0.3)), 1 - 0.3e-4, 1e-15);
    assertClose(path.sigmaDot(1), 1e-4 / (2 * 0.01), 1e-12);
    assertThat(path.sigmaDot(0)).isInfinite();
  }

  @Test
  void whereNoSignalIsLeftAlphaBarIsLinear() {
    DiscretePath path = DiscretePath.of(Betas.linear(100).rescaleZeroTerminalSnr());
    double before = square(path.alpha(99));
    assertThat(path.alpha(100)).isZero();
    assertThat(path.sigma(100)).isEqualTo(1);
    assertThat(path.logSnr(100)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertClose(square(path.alpha(99.25)), 0.75 * before, 1e-13);
    assertClose(square(path.sigma(99.25)), 1 - 0.75 * before, 1e-13);
    assertThat(path.posterior(100, 99).xCoefficient()).isZero();
    assertThat(path.posterior(100, 99).x0Coefficient()).isEqualTo(path.alpha(99));
    assertClose(path.transition(99, 100).variance(), 1, 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"linear, 1000", "cosine, 1000", "linear, 250", "cosine, 4000"})
  void equalsTheTablesOfImprovedDdpm(String schedule, int timesteps) {
    Betas betas = schedule.equals("linear") ? Betas.linear(timesteps) : Betas.cosine(timesteps);
    DiscretePath path = DiscretePath.of(betas);
    String name = schedule + "-" + timesteps;
    double[] index = GOLDEN.vector(name + ".index");
    for (int i = 0; i < index.length; i++) {
      int t = (int) index[i] + 1;
      // The reference takes 1 - x of numbers near 1, which leaves eleven digits.
      assertClose(betas.at(t), GOLDEN.vector(name + ".betas")[i], 1e-10);
      assertClose(square(path.alpha(t)), GOLDEN.vector(name + ".alphas_cumprod")[i], 1e-11);
      assertStep(path.posterior(t, t - 1), name, i);
      assertClose(
          path.clippedLogVariance(t),
          GOLDEN.vector(name + ".posterior_log_variance_clipped")[i],
          1e-11);
    }
  }

  @ParameterizedTest
  @CsvSource({"linear-1000-50", "cosine-4000-ddim50"})
  void equalsTheStridedTablesOfImprovedDdpm(String which) {
    DiscretePath path =
        DiscretePath.of(which.startsWith("linear") ? Betas.linear(1000) : Betas.cosine(4000));
    String name = "strided-" + which;
    double[] use = GOLDEN.vector(name + ".use");
    for (int i = 0; i < use.length; i++) {
      double t = use[i] + 1;
      double s = i == 0 ? 0 : use[i - 1] + 1;
      Posterior step = path.posterior(t, s);
      assertClose(path.transition(s, t).variance(), GOLDEN.vector(name + ".betas")[i], 1e-10);
      assertStep(step, name, i);
      Posterior noisier = path.posterior(use[Math.max(i, 1)] + 1, use[Math.max(i, 1) - 1] + 1);
      assertClose(
          step.clippedLogVariance(noisier),
          GOLDEN.vector(name + ".posterior_log_variance_clipped")[i],
          1e-11);
    }
  }

  private static void assertStep(Posterior step, String name, int i) {
    assertClose(step.variance(), GOLDEN.vector(name + ".posterior_variance")[i], 1e-10);
    assertClose(step.x0Coefficient(), GOLDEN.vector(name + ".posterior_mean_coef1")[i], 1e-10);
    assertClose(step.xCoefficient(), GOLDEN.vector(name + ".posterior_mean_coef2")[i], 1e-10);
  }

  @Test
  void fixedVariancesAreThePublishedOnes() {
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    assertThat(path.posterior(1, 0).variance()).isZero();
    assertClose(path.posterior(2, 1).variance(), 5.4531876613e-05, 1e-10);
    assertClose(path.posterior(500, 499).variance(), 0.0100313554, 1e-8);
    assertClose(path.posterior(1000, 999).variance(), 0.0199999835, 1e-8);
    assertClose(path.clippedLogVariance(1), -9.8167251353, 1e-11);
    // diffusers' DDIM test: strided posterior variances, index from 0.
    assertClose(path.posterior(421, 401).variance(), 0.14771, 0, 1e-5);
    assertClose(path.posterior(981, 961).variance(), 0.32460, 0, 1e-5);
    assertClose(path.posterior(488, 487).variance(), 0.00979, 0, 1e-5);
  }

  @Test
  void priorTermOfTheBoundIsThePublishedOne() {
    // Divergence of q(x_T | x0) from N(0, 1) in bits, for x0 = 0 and |x0| = 1.
    DiscretePath linear = DiscretePath.of(Betas.linear(1000));
    assertClose(priorBits(linear, 0), 5.87e-10, 2e-3);
    assertClose(priorBits(linear, 1), 2.9113e-05, 1e-4);
    assertClose(priorBits(DiscretePath.of(Betas.cosine(1000)), 1), 1.752e-09, 1e-3);
  }

  @Test
  void linearTableTendsToTheContinuousPath() {
    // Both have sum of betas 10.05; the table adds sum of beta^2 / 2, which falls as 1/T.
    double previous = Double.POSITIVE_INFINITY;
    for (int timesteps : new int[] {500, 1000, 2000, 4000, 8000}) {
      DiscretePath table = DiscretePath.of(Betas.linear(timesteps));
      double worst = 0;
      for (int k = 1; k <= 10; k++) {
        double ratio = table.alpha(k * timesteps / 10.0) / Vp.linear().alpha(k / 10.0);
        worst = Math.max(worst, Math.abs(ratio * ratio - 1));
      }
      if (timesteps == 1000) {
        assertThat(worst).isBetween(0.05, 0.08);
      }
      assertThat(worst).isLessThan(0.6 * previous);
      previous = worst;
    }
    assertThat(previous).isLessThan(0.01);
  }

  @Test
  void cosineTableIsTheContinuousPathUntilItsBetasAreCut() {
    DiscretePath table = DiscretePath.of(Betas.cosine(1000));
    Vp path = Vp.cosine();
    for (int t = 1; t <= 994; t++) {
      assertClose(table.alpha(t), path.alpha(t / 1000.0), 1e-10);
    }
  }

  @Test
  void isAValue() {
    DiscretePath path = DiscretePath.of(Betas.linear(100));
    assertThat(path)
        .isEqualTo(DiscretePath.of(Betas.linear(100)))
        .hasSameHashCodeAs(DiscretePath.of(Betas.linear(100)))
        .isNotEqualTo(DiscretePath.of(Betas.cosine(100)))
        .isNotEqualTo(Vp.linear())
        .hasToString("discrete linear-betas(100)");
  }

  @Test
  void refusesTimesOffTheTable() {
    DiscretePath path = DiscretePath.of(Betas.linear(100));
    for (double t : new double[] {-0.1, 100.1, Double.NaN}) {
      assertThatThrownBy(() -> path.alpha(t))
          .hasMessage("time %s on discrete linear-betas(100): need 0 <= t <= 100".formatted(t));
    }
  }

  @Test
  void refusesTheLogOfNoVariance() {
    DiscretePath single = DiscretePath.of(Betas.of(0.3));
    assertThatThrownBy(() -> single.clippedLogVariance(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("log-variance of 0.0: need a positive variance");
  }

  private static double priorBits(DiscretePath path, double x0) {
    double alpha = path.alpha(path.end());
    double variance = square(path.sigma(path.end()));
    // log1p of minus alpha^2 keeps the digits that the logarithm of the variance would lose.
    assertClose(variance, 1 - alpha * alpha, 1e-12);
    double log = Math.log1p(-alpha * alpha);
    return 0.5 * (square(alpha * x0) - alpha * alpha - log) / Math.log(2);
  }

  private static double square(double x) {
    return x * x;
  }
}
