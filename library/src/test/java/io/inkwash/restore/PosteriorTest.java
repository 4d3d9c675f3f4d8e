package io.inkwash.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.restore.KnownData.Moments;
import io.inkwash.restore.degradation.BlockAverage;
import io.inkwash.restore.degradation.Identity;
import io.inkwash.restore.degradation.KernelBlur;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.restore.degradation.Radon;
import io.inkwash.solve.Form;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Draws of each method against the true posterior, on data where that is known and with the exact
 * denoiser. Methods that claim it come within 2 %; of the others the bias is printed.
 */
@ExtendWith(NativeLeakGuard.class)
class PosteriorTest {
  private static final GaussianPath PATH = Vp.linear();
  private static final Solver DOWN = new Ancestral(Variance.FIXED_LARGE);
  private static final Solver SDE = new DpmSolverSde(2, 1, Form.CORRECTED);
  private static final KnownData BLOBS = KnownData.twoBlobs();
  private static final KnownData NEIGHBORS = KnownData.neighbors(0.8);
  private static final double[] COARSE = grid(PATH, 60);

  /** Two pixels, the first seen, at a value that either blob may have. */
  private Measurement oneOfTwo(double sigma) {
    Masked first = new Masked(Tensors.of(new double[] {1, 0}, 1, 2));
    return new Measurement(first, Tensors.of(new double[] {-0.2, 0}, 1, 1, 1, 2), sigma);
  }

  /** 2 x 2 pixels, the left half seen. */
  private Measurement half(double sigma) {
    Masked left = new Masked(Tensors.of(new double[] {1, 0, 1, 0}, 2, 2));
    return new Measurement(left, Tensors.of(new double[] {0.9, 0, -0.3, 0}, 1, 1, 2, 2), sigma);
  }

  /** Two projections of 2 x 2 pixels, by an operator without singular values. */
  private Measurement projected(double sigma) {
    LinearOperator radon = new Radon(2).on(1, 2, 2);
    Tensor y = Tensors.of(new double[] {0, 0.3, -0.2, 0, 0, 0.1, -0.1, 0}, 1, 1, 2, 4);
    return new Measurement(radon, y, sigma);
  }

  /** 2 x 2 pixels blurred along a slanted line, by an operator without singular values. */
  private Measurement moved(double sigma) {
    LinearOperator blur = KernelBlur.motion(2, 30).on(1, 2, 2);
    return new Measurement(
        blur, Tensors.of(new double[] {0.4, 0.1, -0.3, -0.2}, 1, 1, 2, 2), sigma);
  }

  /** 40,000 draws: standard errors of 0.5 % of the mean and 0.7 % of the variance. */
  @Test
  void denoisingFromMidwayDrawsFromThePosteriorOfAnyData() {
    Tensor y = Tensors.of(new double[] {-0.2, 0.15}, 1, 1, 1, 2);
    GaussianPath table = DiscretePath.of(Betas.linear(1000));
    for (GaussianPath path : List.of(table, Edm.standard())) {
      StartTime place = StartTime.atNoise(path, 0.5);
      assertThat(path == table && place.time() == Math.rint(place.time())).isFalse();
      Noise noise = noise(BLOBS.batch(40_000));
      Tensor start = place.ofNoisy(y).expand(BLOBS.batch(40_000));
      Tensor end =
          new SamplingLoop(path, SDE, place.times(grid(path, 240)))
              .walk(start, BLOBS.denoiser(path), noise, SamplingLoop.Observer.NONE);
      assertRight(BLOBS, new Measurement(new Identity(), y, 0.5), Moments.of(end));
    }
  }

  /** Chains run side by side, 30,000 of them: standard errors of 0.6 % and 0.8 %. */
  @Test
  void splitGibbsDrawsFromThePosteriorOfAnyData() {
    double[] times = new Sweeps(1.5, 0.3, 10).over(PATH, grid(PATH, 160));
    Measurement one = oneOfTwo(0.3);
    assertRight(BLOBS, one, draw(BLOBS, new SplitGibbs(SDE, one), times, 30_000));
    Measurement two = half(0.3);
    assertRight(NEIGHBORS, two, draw(NEIGHBORS, new SplitGibbs(SDE, two), times, 30_000));
  }

  /**
   * Every step is affine, so that eight points with the mean and covariance of the start show those
   * of all draws: what is left is the error of the steps.
   */
  @Test
  void pseudoInverseGuidanceIsExactForIndependentPixels() {
    KnownData independent = KnownData.neighbors(0);
    LinearOperator mean = new BlockAverage(2).on(1, 2, 2);
    Measurement blurred = new Measurement(mean, Tensors.of(new double[] {0.4}, 1, 1, 1, 1), 0.2);
    for (Measurement m : List.of(blurred, half(0.3), half(0.1), projected(0.1), moved(0.2))) {
      double[] points = new double[32];
      for (int k = 0; k < 4; k++) {
        points[8 * k + k] = 2;
        points[8 * k + 4 + k] = -2;
      }
      Tensor start = Tensors.of(points, 8, 1, 2, 2).mul_(new Scalar(PATH.priorScale()));
      Denoiser guided = new PiGdm(independent.denoiser(PATH), PATH, m, 0.5);
      Tensor end =
          new SamplingLoop(PATH, DpmSolverMultistep.secondOrder(), grid(PATH, 80))
              .walk(start, guided, start::clone, SamplingLoop.Observer.NONE);
      assertRight(independent, m, Moments.of(end));
    }
  }

  /** Plain replacement never lets the missing half know; going back up again and again does. */
  @Test
  void repaintApproachesThePosteriorWithItsPasses() {
    Measurement m = half(0);
    Moments truth = NEIGHBORS.given(m).moments();
    double before = Double.POSITIVE_INFINITY;
    for (int passes : new int[] {1, 4, 16}) {
      double[] times = new Jumps(1, passes).over(grid(PATH, 40));
      Moments drawn = draw(NEIGHBORS, new RePaint(DOWN, m), times, 3_000);
      double error = Math.max(drawn.meanError(truth), drawn.covarianceError(truth));
      assertThat(error).as("%d passes", passes).isLessThan(0.5 * before);
      before = error;
    }
    assertThat(before).isLessThan(0.1);
  }

  /** Prints how far each method is from the posterior: 2,000 draws, so to some 3 %. */
  @Test
  void biasesOfAllMethods() {
    StringBuilder table =
        new StringBuilder("restoration against the true posterior, errors in %\n");
    table.append("(mean: of its standard deviation; covariance: of the largest variance)\n");
    table.append(
        String.format(
            Locale.ROOT, "%-34s %6s | %15s | %15s%n", "method", "sigma", "two blobs", "neighbors"));
    line(table, "replacement", 0, m -> new Way(new Replacement(DOWN, m)));
    line(table, "repaint, jumps 1, passes 4", 0, m -> repaint(m, 1, 4));
    line(table, "repaint, jumps 1, passes 16", 0, m -> repaint(m, 1, 16));
    line(table, "repaint, jumps 10, passes 10", 0, m -> repaint(m, 10, 10));
    line(table, "ddnm, ancestral", 0, m -> new Way(DOWN, d -> new Ddnm(d, m), COARSE));
    line(table, "ddnm, ddim", 0, m -> new Way(new Ddim(0), d -> new Ddnm(d, m), COARSE));
    for (double sigma : new double[] {0, 0.3}) {
      line(table, "ddnm+", sigma, m -> new Way(new DdnmPlus(m)));
      line(table, "ddrm, eta 0.85", sigma, m -> new Way(new Ddrm(m)));
      line(table, "ddrm, eta 1", sigma, m -> new Way(new Ddrm(m, 1, 1)));
      line(table, "dps, zeta 0.3", sigma, m -> new Way(new Dps(DOWN, m, 0.3)));
      line(table, "dps, zeta 1", sigma, m -> new Way(new Dps(DOWN, m, 1)));
      line(table, "pigdm", sigma, m -> new Way(DOWN, d -> new PiGdm(d, PATH, m, 0.5), COARSE));
      line(table, "split gibbs, rho 0.3, 10 sweeps", sigma, m -> gibbs(m, 0.3));
    }
    System.out.println(table);
  }

  /** How a method is run. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Way(Solver solver, UnaryOperator<Denoiser> guide, double[] times) {
    Way(Solver solver) {
      this(solver, d -> d, COARSE);
    }
  }

  private static Way repaint(Measurement m, int length, int passes) {
    return new Way(new RePaint(DOWN, m), d -> d, new Jumps(length, passes).over(grid(PATH, 40)));
  }

  private static Way gibbs(Measurement m, double rho) {
    double[] times = new Sweeps(1.5, rho, 10).over(PATH, grid(PATH, 120));
    return new Way(new SplitGibbs(SDE, m), d -> d, times);
  }

  private void line(
      StringBuilder table, String name, double sigma, Function<Measurement, Way> method) {
    table.append(String.format(Locale.ROOT, "%-34s %6.1f", name, sigma));
    for (KnownData data : List.of(BLOBS, NEIGHBORS)) {
      try (TensorScope scope = TensorScope.open()) {
        Measurement m = data.equals(BLOBS) ? oneOfTwo(sigma) : half(sigma);
        Way way = method.apply(m);
        Moments drawn =
            draw(data, way.solver, way.guide.apply(data.denoiser(PATH)), way.times, 2_000);
        Moments truth = data.given(m).moments();
        double mean = 100 * drawn.meanError(truth);
        double covariance = 100 * drawn.covarianceError(truth);
        assertThat(mean + covariance).as(name).isFinite();
        table.append(String.format(Locale.ROOT, " | %6.1f %8.1f", mean, covariance));
      }
    }
    table.append(System.lineSeparator());
  }

  private static void assertRight(KnownData data, Measurement m, Moments drawn) {
    Moments truth = data.given(m).moments();
    assertThat(drawn.meanError(truth)).isLessThan(0.02);
    assertThat(drawn.covarianceError(truth)).isLessThan(0.02);
  }

  private static Moments draw(KnownData data, Solver solver, double[] times, int count) {
    return draw(data, solver, data.denoiser(PATH), times, count);
  }

  private static Moments draw(
      KnownData data, Solver solver, Denoiser denoiser, double[] times, int count) {
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = noise(data.batch(count));
      Tensor start = noise.next().mul_(new Scalar(PATH.priorScale()));
      return Moments.of(
          new SamplingLoop(PATH, solver, times)
              .walk(start, denoiser, noise, SamplingLoop.Observer.NONE));
    }
  }

  /**
   * From the end of the path down through log-SNRs evenly spaced, to what a pixel's noise hides.
   */
  private static double[] grid(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -10);
    double to = Math.min(path.logSnr(path.start()), 9);
    double[] times = new double[steps + 1];
    for (int k = 0; k < steps; k++) {
      times[k] = path.timeAtLogSnr(from + (to - from) * k / (steps - 1));
    }
    times[0] = path.end();
    return times;
  }

  private static Noise noise(long... shape) {
    Rng stream = Rng.seed(5);
    long[] draws = {0};
    return () -> stream.at(draws[0]++).normal(shape).to(ScalarType.Double);
  }
}
