package io.inkwash.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.testkit.FormulaNetwork;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consistency tuning against its formula and against the exact map of Gaussian data. */
@ExtendWith(NativeLeakGuard.class)
class ConsistencyTuningTest {
  private static final GaussianPath EDM = Edm.standard();

  /** Standard deviation of Gaussian data. */
  private static final double S = 0.7;

  private static ConsistencyTuning.Gap gap(double q, int stageSteps) {
    return new ConsistencyTuning.Gap(q, stageSteps, 8, 1);
  }

  /** The network's output is the clean image, and it is given ln(sigma) / 4. */
  private static ConsistencyTuning tuning(GaussianPath path, double t, ConsistencyTuning.Gap gap) {
    return new ConsistencyTuning(model(path, NoiseLevelInput.logSigma(0.25), t), gap, 0.5);
  }

  private static DenoisingObjective model(GaussianPath path, NoiseLevelInput input, double t) {
    return new DenoisingObjective(
        path,
        new Parameterization(Targets.x0(), InputScale.identity(), input),
        Weightings.simple(),
        fixed(t));
  }

  private static TimeSampler fixed(double t) {
    return (path, uniforms) -> {
      double[] ones = new double[uniforms.length];
      double[] times = new double[uniforms.length];
      Arrays.fill(ones, 1);
      Arrays.fill(times, t);
      return new TimeBatch(times, ones);
    };
  }

  private static double loss(ConsistencyTuning tuning, Backbone network, Tensor x0, long step) {
    try (TensorScope scope = TensorScope.open()) {
      TrainingContext<Backbone> context = new TrainingContext<>(Rng.seed(4), step, 0, Twins.none());
      return Tensors.item(tuning.start().loss(network, x0, Conditioning.none(), context).total());
    }
  }

  @Test
  void theSecondLevelComesNearerFromStageToStage() {
    ConsistencyTuning.Gap gap = gap(2, 100);
    assertThat(gap.below(0.1, 1)).isZero(); // 1 - (1 + 8 sigmoid(-0.1)) / 2 is negative
    assertThat(gap.below(50, 100)).isCloseTo(25, within(1e-12));
    assertThat(gap.below(50, 101)).isCloseTo(37.5, within(1e-12));
    assertThat(gap.below(50, 401)).isCloseTo(50 * 31 / 32.0, within(1e-12));
    double wider = 1 + 8 / (1 + Math.E);
    assertThat(gap.below(1, 301)).isCloseTo(1 - wider / 16, within(1e-12));
    assertThat(gap(256, 0).below(1, 1_000_000)).isCloseTo(1 - wider / 256, within(1e-12));
  }

  @Test
  void itIsItsFormula() {
    double t = 2;
    double r = gap(2, 100).below(t, 250);
    Tensor x0 = Rng.seed(1).normal(1, 1, 3, 3);
    double[] clean = Tensors.toDoubles(x0);
    double[] eps = Tensors.toDoubles(Rng.seed(4).stream("noise").normal(1, 1, 3, 3));
    double sum = 0;
    for (int i = 0; i < 9; i++) { // the network gives 0.3 x
      sum += Math.pow(0.3 * (t - r) * eps[i] + 0 * clean[i], 2);
    }
    double c = 0.00054 * 3;
    double expected = (1 / (t * t) + 4) * (Math.sqrt(sum + c * c) - c);
    Backbone network = new FormulaNetwork((x, label) -> x.mul(new Scalar(0.3)));
    assertThat(loss(tuning(EDM, t, gap(2, 100)), network, x0, 250))
        .isCloseTo(expected, within(1e-5 * expected)); // float32
  }

  /** Where the second level is no noise, the target is the clean image itself. */
  @Test
  void atLowNoiseTheTargetIsTheImage() {
    Tensor x0 = Rng.seed(1).normal(4, 1, 3, 3);
    Backbone knows = new FormulaNetwork((x, label) -> x0.add(new Scalar(0.0)));
    Backbone zero = new FormulaNetwork((x, label) -> x.mul(new Scalar(0.0)));
    ConsistencyTuning low = tuning(EDM, 0.1, gap(2, 0));
    assertThat(loss(low, knows, x0, 1)).isCloseTo(0, within(1e-4));
    assertThat(loss(low, zero, x0, 1)).isGreaterThan(10);
  }

  /**
   * One image is all the data: the map that gives it everywhere, from noise alone too, is exact.
   */
  @Test
  void theMapToOneImageIsExactOnEveryPath() {
    Tensor image = Rng.seed(1).normal(1, 1, 3, 3);
    Backbone exact = new FormulaNetwork((x, label) -> image.expand_as(x));
    for (double t : new double[] {0.3, 0.8, 1}) {
      ConsistencyTuning flow =
          new ConsistencyTuning(
              model(RectifiedFlow.standard(), NoiseLevelInput.scaled(1000), t), gap(2, 0), 0.5);
      assertThat(loss(flow, exact, image.repeat(4, 1, 1, 1), 1)).isCloseTo(0, within(1e-4));
    }
  }

  /** Of white images, any estimate that is whiter than white is right where there are limits. */
  @Test
  void limitsAreThoseOfBothEstimates() {
    DenoisingObjective free = model(EDM, NoiseLevelInput.logSigma(0.25), 1.5);
    Tensor white = Tensors.zeros(4, 1, 3, 3).add(new Scalar(1.0));
    Backbone whiter = new FormulaNetwork((x, label) -> x.mul(new Scalar(0.0)).add(new Scalar(5.0)));
    ConsistencyTuning limited =
        new ConsistencyTuning(free.within(new EstimateLimits(-1, 1)), gap(2, 0), 0.5);
    assertThat(loss(limited, whiter, white, 1)).isCloseTo(0, within(1e-6));
    ConsistencyTuning low =
        new ConsistencyTuning(model(EDM, NoiseLevelInput.logSigma(0.25), 0.1), gap(2, 0), 0.5);
    assertThat(loss(low, whiter, white, 1)).isGreaterThan(1); // there r = 0, where f = x0
  }

  /**
   * Of data N(0, s^2), E[x_r | x_t] = (s^2 + r t) / (s^2 + t^2) x_t, so the best map at t is c(t) x
   * with c(t) = c(r) (s^2 + r t) / (s^2 + t^2): the loss is least there. With small gaps it is the
   * flow's own map, s / sqrt(s^2 + t^2).
   */
  @Test
  void theBestMapOfGaussianDataIsTheExactOne() {
    double t = 1.5;
    ConsistencyTuning.Gap wide = gap(4, 0);
    Tensor x0 = Rng.seed(2).normal(40_000, 1, 1, 1).mul(new Scalar(S));
    double best = loss(tuning(EDM, t, wide), map(wide, t, 1), x0, 1);
    for (double other : new double[] {0.8, 0.9, 1.1, 1.2}) {
      assertThat(loss(tuning(EDM, t, wide), map(wide, t, other), x0, 1))
          .as("%s times the best map", other)
          .isGreaterThan(best);
    }
    assertThat(coefficient(gap(4096, 0), t)).isCloseTo(S / Math.hypot(S, t), within(0.01));
  }

  /** The best map, at time t another. */
  private static Backbone map(ConsistencyTuning.Gap gap, double t, double factor) {
    return new FormulaNetwork(
        (x, label) -> {
          double[] ratios =
              DoubleStream.of(Tensors.toDoubles(label)).map(l -> Math.exp(4 * l)).toArray();
          double one = ratios[0];
          double c = coefficient(gap, one) * (Math.abs(one - t) < 1e-3 * t ? factor : 1);
          return x.mul(new Scalar(c));
        });
  }

  private static double coefficient(ConsistencyTuning.Gap gap, double t) {
    double c = 1;
    double at = t;
    while (at > EDM.start()) {
      double below = gap.below(at, 1);
      double r = below < EDM.start() ? 0 : below;
      c *= (S * S + r * at) / (S * S + at * at);
      at = r;
    }
    return c;
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatThrownBy(() -> gap(1, 0)).hasMessageContaining("q of consistency tuning is 1.0");
    assertThatThrownBy(() -> gap(2, -1)).hasMessageContaining("stageSteps");
    ConsistencyTuning fine = tuning(EDM, 1, gap(2, 0));
    assertThatThrownBy(() -> new ConsistencyTuning(fine.model(), fine.gap(), 0))
        .hasMessage("sigmaData is 0.0; allowed: above 0, such as 0.5");
  }
}
