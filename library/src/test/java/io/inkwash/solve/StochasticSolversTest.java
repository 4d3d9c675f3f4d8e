package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.testkit.TensorMixture;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Scope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Solvers with fresh noise draw from the right distribution: a mixture whose moments are known. */
class StochasticSolversTest {
  private static final GaussianMixture DATA = GaussianMixture.twoBlobs();
  private static final GaussianPath VE = Ve.geometric(0.01, 10);
  private static final int PIXELS = 1024;

  /** Half of the published one: Langevin steps widen the result by about snr^2 / 2. */
  private static final double SNR = 0.08;

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void ancestralSamplingConverges() {
    assertConverges(new Ancestral(FixedVariance.LARGE), Vp.linear(), 160);
    assertConverges(new Ancestral(FixedVariance.SMALL), VE, 640);
    assertConverges(new Ancestral(FixedVariance.LARGE), RectifiedFlow.standard(), 160);
  }

  @Test
  void eulerMaruyamaConverges() {
    assertConverges(new EulerMaruyama(), Vp.linear(), 160);
    assertConverges(new EulerMaruyama(), VE, 400);
  }

  @Test
  void heunWithChurnConverges() {
    Heun heun = new Heun(Clock.NOISE, new Churn(0.1, 0.05, 50, 1));
    assertConverges(heun, Vp.linear(), 64);
    assertConverges(heun, VE, 64);
  }

  @Test
  void sdeDpmSolverConverges() {
    assertConverges(new DpmSolverSde(2, 1, Form.CORRECTED), Vp.linear(), 64);
    assertConverges(new DpmSolverSde(2, 1, Form.CORRECTED), VE, 64);
    assertConverges(new DpmSolverSde(2, 1, Form.CORRECTED), RectifiedFlow.standard(), 64);
    assertConverges(new DpmSolverSde(3, 1, Form.CORRECTED), Vp.linear(), 64);
  }

  @Test
  void annealedLangevinConverges() {
    GaussianPath levels = new VeLevels(0.02, 3, 40);
    // At each level a step of a tenth of its variance: 0.1 * 0.02^2 at the lowest.
    Solver solver = new AnnealedLangevin(4e-5, 40);
    double[] times = new double[41];
    Arrays.setAll(times, k -> 40 - k);
    // Standard error of 24,000 draws: 0.7 %.
    assertThat(error(solver, levels, times, 12_000)).isLessThan(0.02);
  }

  /**
   * The corrector divides by the norm of an image's score, which must not come near 0 by chance: it
   * is made for many pixels, so the mixture here has 1024.
   */
  @Test
  void predictorCorrectorConverges() {
    double[] up = new double[PIXELS];
    double[] down = new double[PIXELS];
    Arrays.fill(up, 0.4);
    Arrays.fill(down, -0.4);
    GaussianMixture twins =
        new GaussianMixture(
            new double[] {0.5, 0.5}, new double[][] {up, down}, new double[] {0.1, 0.1});
    for (GaussianPath path : List.of(Vp.linear(), VE)) {
      double coarse = spread(twins, path, 16) / 0.26 - 1;
      double fine = spread(twins, path, 512) / 0.26 - 1;
      assertThat(Math.abs(fine))
          .as(path.name())
          .isLessThan(0.1 * Math.abs(coarse))
          .isLessThan(0.01);
    }
  }

  /** Mean square of the pixels of 50 images; 0.4^2 + 0.1 is right. */
  private static double spread(GaussianMixture data, GaussianPath path, int steps) {
    try (Scope scope = Scope.open()) {
      Noise noise = antithetic(25, 32, 32);
      Tensor start = noise.next().mul_(new Scalar(path.priorScale()));
      Tensor end =
          new Sampler(path, new PredictorCorrector(SNR, 1), grid(path, steps))
              .walk(start, new ExactDenoiser(data, path), noise, Sampler.Observer.NONE);
      return Tensors.toDoubles(end.square_().mean())[0];
    }
  }

  /** 1 % is three standard errors of 100,000 draws. */
  private static void assertConverges(Solver solver, GaussianPath path, int steps) {
    double coarse = error(solver, path, grid(path, 12), 5_000);
    double fine = error(solver, path, grid(path, steps), 50_000);
    assertThat(fine).as("%s on %s", solver, path.name()).isLessThan(0.5 * coarse).isLessThan(0.01);
  }

  /** From the end of the path down through evenly spaced log-SNRs. */
  private static double[] grid(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -10);
    double to = path.logSnr(path.start());
    double[] times = new double[steps + 1];
    for (int k = 0; k < steps; k++) {
      double part = (double) k / (steps - 1);
      times[k] = path.timeAtLogSnr(from + part * (to - from));
    }
    times[0] = path.end();
    return times;
  }

  /** The largest error of the mean and the covariance, relative to the largest variance. */
  private static double error(Solver solver, GaussianPath path, double[] times, int pairs) {
    try (Scope scope = Scope.open()) {
      Noise noise = antithetic(pairs, 1, 2);
      Tensor start = noise.next().mul_(new Scalar(path.priorScale()));
      double[] x =
          Tensors.toDoubles(
              new Sampler(path, solver, times)
                  .walk(start, TensorMixture.twoBlobs(path), noise, Sampler.Observer.NONE));
      return error(x);
    }
  }

  private static double error(double[] x) {
    int count = x.length / 2;
    double[] mean = new double[2];
    double[][] square = new double[2][2];
    for (int n = 0; n < count; n++) {
      for (int i = 0; i < 2; i++) {
        mean[i] += x[2 * n + i] / count;
        for (int j = 0; j < 2; j++) {
          square[i][j] += x[2 * n + i] * x[2 * n + j] / count;
        }
      }
    }
    double[][] covariance = DATA.covariance();
    double scale = Math.sqrt(covariance[0][0]);
    double worst = 0;
    for (int i = 0; i < 2; i++) {
      worst = Math.max(worst, Math.abs(mean[i] - DATA.mean()[i]) / scale);
      for (int j = 0; j < 2; j++) {
        double off = square[i][j] - mean[i] * mean[j] - covariance[i][j];
        worst = Math.max(worst, Math.abs(off) / (scale * scale));
      }
    }
    return worst;
  }

  /** Each draw together with its negative, which takes most accident out of the means. */
  private static Noise antithetic(int pairs, int height, int width) {
    Rng stream = Rng.seed(5);
    long[] draws = {0};
    return () -> {
      Tensor half = stream.at(draws[0]++).normal(pairs, 1, height, width).to(ScalarType.Double);
      return Tensors.cat(0, half, half.neg());
    };
  }
}
