package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Spec;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Ve;
import io.inkwash.process.Vp;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.DpmSolverSdeSinglestep;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.testkit.TensorMixture;
import io.inkwash.torch.Rng;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Brownian path is one path, with the right covariance, and solvers converge along it. */
class BrownianPathTest {
  private static final Rng STREAM = Rng.seed(4);

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  /** Increments over neighboring intervals add up, within an octave, across octaves, and from 0. */
  @Test
  void incrementsAddUp() {
    double[] times = {0, 1e-30, 1e-3, 0.3, 0.3000001, 0.31, 0.5, 1, 1.7, 2, 40, 5e4};
    for (int i = 0; i < times.length; i++) {
      for (int j = i + 1; j < times.length; j++) {
        for (int k = j + 1; k < times.length; k++) {
          double[] sum = increment(times[i], times[j], 3);
          double[] second = increment(times[j], times[k], 3);
          Arrays.setAll(sum, n -> sum[n] + second[n]);
          double scale = Math.sqrt(times[k] - times[i]);
          assertThat(sum).containsExactly(increment(times[i], times[k], 3), within(1e-9 * scale));
        }
      }
    }
  }

  @Test
  void incrementsAreIndependentAndOfTheRightVariance() {
    int draws = 40_000; // a standard error of 0.5 %, of 0.7 % for variances
    double[][] pieces = {
      increment(0.1, 0.37, draws),
      increment(0.37, 0.9, draws),
      increment(0.9, 1.4, draws),
      increment(1.4, 1.4001, draws),
      increment(1.4001, 9, draws)
    };
    double[] lengths = {0.27, 0.53, 0.5, 0.0001, 7.5999};
    for (int i = 0; i < pieces.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int n = 0; n < draws; n++) {
          sum += pieces[i][n] * pieces[j][n];
        }
        double found = sum / draws / Math.sqrt(lengths[i] * lengths[j]);
        assertThat(found).as(i + ", " + j).isCloseTo(i == j ? 1 : 0, within(0.025));
      }
    }
  }

  @Test
  void anImageHasItsOwnPathInAnyBatch() {
    try (TensorScope scope = TensorScope.open()) {
      Noise batch = Noise.perImage(STREAM, 5, 3, 1, 2, 2);
      double[] alone = Tensors.toDoubles(Noise.perImage(STREAM, 6, 1, 1, 2, 2).between(0.2, 7));
      double[] all = Tensors.toDoubles(batch.between(0.2, 7));
      assertThat(Arrays.copyOfRange(all, 4, 8)).containsExactly(alone);
      batch.next();
      assertThat(Tensors.toDoubles(batch.between(0.2, 7))).containsExactly(all);
    }
  }

  @Test
  void timesMustRise() {
    BrownianPath path = new BrownianPath(RowKeys.of(STREAM, 0, 1), 1, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> path.increment(1, 1))
        .withMessageContaining("allowed: 0 or more, rising");
  }

  /** Twice as many steps along the same path come twice as near to its solution: strong order 1. */
  @Test
  void solversConvergeAlongThePath() {
    Multistep rule = Multistep.STANDARD;
    LastSteps full = LastSteps.FULL_ORDER;
    FreshNoise brownian = FreshNoise.BROWNIAN;
    List<Solver> solvers = new ArrayList<>();
    solvers.add(new DpmSolverSde(Prediction.DATA, 1, 1, rule, full, brownian));
    solvers.add(new DpmSolverSde(Prediction.DATA, 2, 0.5, rule, full, brownian));
    solvers.add(new Seeds(2, 1, brownian));
    Catalog.SOLVERS.entries().stream()
        .filter(entry -> entry.defaults().containsKey("fresh"))
        .map(entry -> Catalog.SOLVERS.make(Spec.parse(entry.name() + "(fresh=brownian)")))
        .forEach(solvers::add);
    for (GaussianPath path : List.of(Vp.linear(), Ve.geometric(0.01, 10))) {
      for (Solver solver : solvers) {
        double[] fine = walk(solver, path, 512);
        double coarse = distance(walk(solver, path, 32), fine);
        double half = distance(walk(solver, path, 64), fine);
        assertThat(coarse / half).as("%s on %s", solver, path.name()).isGreaterThan(1.7);
        assertThat(half).as("%s on %s", solver, path.name()).isLessThan(0.1);
      }
    }
  }

  @Test
  void withIndependentNoiseThereIsNoPathToConvergeTo() {
    GaussianPath path = Vp.linear();
    Solver solver = new DpmSolverSdeSinglestep(1, 0.5, FreshNoise.INDEPENDENT);
    double[] fine = walk(solver, path, 128);
    assertThat(distance(walk(solver, path, 64), fine)).isGreaterThan(0.3);
  }

  private static double[] walk(Solver solver, GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -7);
    double[] times = new double[steps + 1];
    Arrays.setAll(times, k -> path.timeAtLogSnr(from + (5 - from) * k / steps));
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = Noise.perImage(STREAM, 0, 200, 1, 1, 2);
      Tensor start = noise.next().mul_(new Scalar(path.sigma(times[0])));
      return Tensors.toDoubles(
          new SamplingLoop(path, solver, times)
              .walk(start, mixture(path), noise, SamplingLoop.Observer.NONE));
    }
  }

  /** Two wide components, so that no draw is near a decision between them. */
  private static TensorMixture mixture(GaussianPath path) {
    double[][] means = {{0.3, 0.2}, {-0.4, 0.1}};
    return new TensorMixture(path, new double[] {0.5, 0.5}, means, new double[] {0.2, 0.3});
  }

  /** The root of the mean squared distance. */
  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int n = 0; n < a.length; n++) {
      sum += (a[n] - b[n]) * (a[n] - b[n]);
    }
    return Math.sqrt(sum / a.length);
  }

  /** The increments of many images, not divided by anything. */
  private static double[] increment(double from, double to, int images) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor normal = new BrownianPath(RowKeys.of(STREAM, 0, images), 1, 1, 1).increment(from, to);
      return Tensors.toDoubles(normal.mul_(new Scalar(Math.sqrt(to - from))));
    }
  }
}
