package io.inkwash.time.training;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.testkit.Cases;
import io.inkwash.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSamplerTest {

  private static final DiscretePath TABLE = DiscretePath.of(Betas.linear(1000));

  static List<TimeSampler> samplers() {
    return List.of(
        TimeSampler.uniform(),
        TimeSampler.stratified(),
        TimeSampler.logNormalSigma(),
        TimeSampler.logitNormal());
  }

  /** Evenly spread numbers: a mean over them is an integral over [0, 1). */
  private static double[] even(int count) {
    double[] u = new double[count];
    Arrays.setAll(u, i -> (i + 0.5) / count);
    return u;
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void timesAreThoseANetworkCanBeAskedAbout(TimeSampler sampler) {
    Cases.check(
        300,
        c -> {
          GaussianPath path = c.path();
          double[] u = c.uniforms(16);
          u[0] = 0; // a normal quantile is infinite there
          u[1] = Math.nextDown(1.0);
          TimeBatch batch = sampler.sample(path, u);
          assertThat(batch.importance()).hasSize(16).containsOnly(1);
          for (double t : batch.t()) {
            assertThat(path.snap(t)).isEqualTo(t).isBetween(path.start(), path.end());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void refusesNumbersThatAreNotUniform(TimeSampler sampler) {
    for (double wrong : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> sampler.sample(Vp.linear(), new double[] {0.5, wrong}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("random number " + wrong + " for a time: need uniform numbers in [0, 1)");
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void keepsNoState(TimeSampler sampler) {
    TimeSamplerState state = sampler.start(Vp.linear());
    state.observe(new double[] {0.5}, new double[] {1});
    assertThat(state.values()).isEmpty();
    state.restore(new double[0]);
    assertThatThrownBy(() -> state.restore(new double[3]))
        .hasMessageContaining("without state is given 3 numbers");
  }

  @Test
  void discreteVisitsEveryTimestepEquallyOften() {
    TimeBatch batch = TimeSampler.discrete().sample(TABLE, even(5000));
    int[] visits = new int[1001];
    for (double t : batch.t()) {
      visits[(int) t]++;
    }
    assertThat(visits[0]).isZero();
    assertThat(Arrays.copyOfRange(visits, 1, 1001)).containsOnly(5);
    assertThat(batch.importance()).containsOnly(1);
    assertThat(TimeSampler.uniform().sample(TABLE, even(5000)).t()).isEqualTo(batch.t());
    assertThat(TimeSampler.discrete().sample(VeLevels.ncsn(), new double[] {0, 0.999}).t())
        .containsExactly(1, 10);
  }

  @Test
  void discreteRefusesContinuousPaths() {
    assertThatThrownBy(() -> TimeSampler.discrete().sample(Vp.linear(), even(2)))
        .hasMessage(
            "discrete times on the continuous path vp linear(0.1, 20.0): use uniform times");
  }

  @Test
  void uniformIsUniform() {
    double[] t = TimeSampler.uniform().sample(Vp.linear(), even(1000)).t();
    assertClose(Arrays.stream(t).average().orElseThrow(), (1 + 1e-3) / 2, 1e-12);
    assertClose(t[0], 1e-3 + 0.0005 * (1 - 1e-3), 1e-12);
    assertClose(t[999], 1e-3 + 0.9995 * (1 - 1e-3), 1e-12);
  }

  @Test
  void stratifiedPutsOneTimeInEachPart() {
    Cases.check(
        500,
        c -> {
          int n = c.integer(1, 40);
          double[] t = TimeSampler.stratified().sample(RectifiedFlow.standard(), c.uniforms(n)).t();
          Arrays.sort(t);
          for (int i = 1; i < n; i++) {
            assertClose(t[i] - t[i - 1], 0.999 / n, 1e-9);
          }
          assertThat(t[0]).isLessThan(1e-3 + 1.0 / n);
        });
    assertThat(TimeSampler.stratified().sample(TABLE, new double[0]).t()).isEmpty();
  }

  @Test
  void stratifiedIsUnbiasedForEveryExample() {
    // Over the shared number u, example i of 4 sees each time equally often.
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (double u : even(1000)) {
        sum += TimeSampler.stratified().sample(Vp.linear(), new double[] {u, 0, 0, 0}).t()[i];
      }
      assertClose(sum / 1000, (1 + 1e-3) / 2, 1e-9);
    }
  }

  @Test
  void logNormalSigmaHasThePublishedMoments() {
    double[] t = TimeSampler.logNormalSigma().sample(Edm.standard(), even(100_000)).t();
    double mean = Arrays.stream(t).map(Math::log).average().orElseThrow();
    double square = Arrays.stream(t).map(s -> Math.pow(Math.log(s) + 1.2, 2)).average().orElse(0);
    // The path holds the outermost 3e-5 of the draws, which moves the moments by about 1e-5.
    assertClose(mean, -1.2, 0, 1e-4);
    assertClose(square, 1.44, 0, 1e-3);
    double[] median = TimeSampler.logNormalSigma().sample(Edm.standard(), new double[] {0.5}).t();
    assertClose(median[0], Math.exp(-1.2), 1e-14);
    // On another path the same noise levels.
    double[] vp = TimeSampler.logNormalSigma().sample(Vp.linear(), new double[] {0.5, 0.8}).t();
    double[] edm = TimeSampler.logNormalSigma().sample(Edm.standard(), new double[] {0.5, 0.8}).t();
    for (int i = 0; i < 2; i++) {
      assertClose(Math.exp(-0.5 * Vp.linear().logSnr(vp[i])), edm[i], 1e-11);
    }
  }

  @Test
  void logitNormalIsNormalInTheLogit() {
    TimeSampler sampler = new LogitNormal(0.5, 2);
    double[] t =
        sampler.sample(RectifiedFlow.standard(), new double[] {0.5, 0.8413447460685429}).t();
    assertClose(Math.log(t[0] / (1 - t[0])), 0.5, 1e-13);
    assertClose(Math.log(t[1] / (1 - t[1])), 2.5, 1e-12); // one deviation up
    double[] tails = sampler.sample(RectifiedFlow.standard(), new double[] {0, 1e-9}).t();
    assertThat(tails).containsExactly(1e-3, 1e-3);
  }

  @Test
  void refuseWhatIsNoNormalDistribution() {
    assertThatThrownBy(() -> new LogNormalSigma(0, 0)).hasMessageContaining("deviation 0.0");
    assertThatThrownBy(() -> new LogNormalSigma(Double.NaN, 1)).hasMessageContaining("mean NaN");
    assertThatThrownBy(() -> new LogitNormal(0, Double.POSITIVE_INFINITY))
        .hasMessageContaining("need a finite mean, a positive deviation");
  }

  @Test
  void normalQuantileEqualsFortyDigitArithmetic() {
    Golden golden = Golden.read("/io/inkwash/golden/normal-quantile.txt");
    double[] p = golden.vector("p");
    double[] z = golden.vector("z");
    for (int i = 0; i < p.length; i++) {
      assertClose(NormalQuantile.at(p[i]), z[i], 2e-15);
    }
    assertThat(NormalQuantile.at(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(NormalQuantile.at(1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.015625, 0.0625, 0.125, 0.3125, 0.4375})
  void normalQuantileIsOdd(double offset) {
    assertThat(NormalQuantile.at(0.5 + offset)).isEqualTo(-NormalQuantile.at(0.5 - offset));
  }
}
