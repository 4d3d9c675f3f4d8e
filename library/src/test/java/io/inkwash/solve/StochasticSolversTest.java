package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DpmSolverFast;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.AnnealedLangevin;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.DpmSolverSdeSinglestep;
import io.inkwash.solve.sde.ErSde;
import io.inkwash.solve.sde.EulerMaruyama;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.ReverseDiffusion;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.testkit.TensorMixture;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
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
    assertConverges(new Ancestral(Variance.FIXED_LARGE), Vp.linear(), 160);
    assertConverges(new Ancestral(Variance.FIXED_SMALL), VE, 400);
    assertConverges(new Ancestral(Variance.FIXED_LARGE), RectifiedFlow.standard(), 160);
  }

  @Test
  void ddimWithHalfTheNoiseConverges() {
    assertConverges(new Ddim(0.5), Vp.linear(), 640);
  }

  @Test
  void eulerMaruyamaConverges() {
    assertConverges(new EulerMaruyama(), Vp.linear(), 160);
    assertConverges(new EulerMaruyama(), VE, 320);
  }

  @Test
  void heunWithChurnConverges() {
    Heun heun = new Heun(OdeVariable.NOISE, new Churn(0.1, 0.05, 50, 1));
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
  void sdeDpmSolverInNoisePredictionConverges() {
    DpmSolverSde noise =
        new DpmSolverSde(
            Prediction.NOISE,
            2,
            1,
            Multistep.STANDARD,
            LastSteps.FULL_ORDER,
            FreshNoise.INDEPENDENT);
    assertConverges(noise, Vp.linear(), 160);
    assertConverges(noise, VE, 160);
  }

  @Test
  void secondOrderStepsWithFreshNoiseConverge() {
    for (Prediction prediction : Prediction.values()) {
      Solver inner = new DpmSolverSinglestep(prediction, 2);
      assertConverges(new Renoised(inner, 1), Vp.linear(), 160);
      assertConverges(new Renoised(inner, 1), VE, 160);
    }
    Solver sde = new DpmSolverSdeSinglestep(1, 0.5, FreshNoise.INDEPENDENT);
    assertConverges(sde, Vp.linear(), 400);
    assertConverges(new DpmSolverFast(0, 1), VE, 160);
  }

  @Test
  void eulerWithChurnConverges() {
    Solver euler = new Churned(new Euler(OdeVariable.NOISE), new Churn(0.01, 0.05, 50, 1));
    assertConverges(euler, VE, 320);
  }

  @Test
  void multistepSdeSolversConverge() {
    assertConverges(new ErSde(3), Vp.linear(), 160);
    assertConverges(new ErSde(3), VE, 160);
    Solver adams = new SaSolver(Prediction.DATA, 2, 2, 1, 0, 1, LastSteps.LOWER_ORDER);
    assertConverges(adams, Vp.linear(), 160);
    assertConverges(adams, RectifiedFlow.standard(), 160);
  }

  @Test
  void reverseDiffusionConverges() {
    assertConverges(new ReverseDiffusion(), Vp.linear(), 320);
  }

  /** The more steps a level, the slower the annealing, and the better each level is forgotten. */
  @Test
  void annealedLangevinConverges() {
    GaussianPath levels = new VeLevels(0.02, 3, 40);
    double epsilon = 0.4 * 0.02 * 0.02; // a step of two fifths of a level's variance
    double[] times = new double[41];
    Arrays.setAll(times, k -> 40 - k);
    double coarse = error(new AnnealedLangevin(epsilon, 10), levels, times, 6_000);
    double fine = error(new AnnealedLangevin(epsilon, 40), levels, times, 6_000);
    // The standard error of 24,000 draws is 0.7 %; these are always the same ones.
    assertThat(fine).isLessThan(0.5 * coarse).isLessThan(0.01);
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
    double[][] means = {up, down};
    double[] half = {0.5, 0.5};
    double[] variances = {0.1, 0.1};
    for (GaussianPath path : List.of(Vp.linear(), VE)) {
      Denoiser twins = new TensorMixture(path, half, means, variances);
      double coarse = spread(twins, path, 16) / 0.26 - 1;
      double fine = spread(twins, path, 512) / 0.26 - 1;
      assertThat(Math.abs(fine))
          .as(path.name())
          .isLessThan(0.1 * Math.abs(coarse))
          .isLessThan(0.01);
    }
  }

  /** Mean square of the pixels of 48 images; 0.4^2 + 0.1 is right. */
  private static double spread(Denoiser twins, GaussianPath path, int steps) {
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = turned(12, 512); // of pairs of pixels
      Tensor start = noise.next().mul_(new Scalar(path.priorScale()));
      Tensor end =
          new SamplingLoop(path, new PredictorCorrector(SNR, 1), grid(path, steps))
              .walk(start, twins, noise, SamplingLoop.Observer.NONE);
      return Tensors.toDoubles(end.square_().mean())[0];
    }
  }

  /** 1 % is three standard errors of 100,000 draws. */
  private static void assertConverges(Solver solver, GaussianPath path, int steps) {
    double coarse = error(solver, path, grid(path, 12), 2_500);
    double fine = error(solver, path, grid(path, steps), 25_000);
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
  private static double error(Solver solver, GaussianPath path, double[] times, int draws) {
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = turned(draws, 1);
      Tensor start = noise.next().mul_(new Scalar(path.priorScale()));
      double[] x =
          Tensors.toDoubles(
              new SamplingLoop(path, solver, times)
                  .walk(start, TensorMixture.twoBlobs(path), noise, SamplingLoop.Observer.NONE));
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

  /**
   * Each draw of some points in the plane together with the same points turned by one, two and
   * three right angles, which takes most accident out of means and covariances. In float32: its
   * rounding is nothing beside 1 %.
   */
  private static Noise turned(int draws, int points) {
    Rng stream = Rng.seed(5);
    long[] drawn = {0};
    return () -> {
      Tensor x = stream.at(drawn[0]++).normal(draws, 1, points, 1);
      Tensor y = stream.at(drawn[0]++).normal(draws, 1, points, 1);
      Tensor here = Tensors.cat(3, x, y);
      Tensor turned = Tensors.cat(3, y.neg(), x);
      return Tensors.cat(0, here, turned, here.neg(), turned.neg());
    };
  }
}
