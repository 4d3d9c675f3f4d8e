package io.inkwash.time;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SimpleDiffusion;
import io.inkwash.testkit.Golden;
import io.inkwash.time.training.CosMap;
import io.inkwash.time.training.LogLogisticSigma;
import io.inkwash.time.training.LogNormalSigma;
import io.inkwash.time.training.LogUniformSigma;
import io.inkwash.time.training.LogitNormal;
import io.inkwash.time.training.ModeTimes;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.time.training.UniformOn;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Training times against the code of others, and against their densities. */
class TrainingTimesGoldenTest {

  private static final Golden GOLDEN = Golden.read("/io/inkwash/golden/grids.txt");
  private static final double[] U = GOLDEN.vector("u");
  private static final GaussianPath FLOW = new RectifiedFlow(1e-9);
  private static final GaussianPath LEVELS = new Edm(1e-5, 1e5);

  @Test
  void timesAreThoseOfOtherCode() {
    for (String name : GOLDEN.names("mode ")) {
      double scale = Double.parseDouble(name.substring(5));
      assertClose(new ModeTimes(scale).sample(FLOW, U).t(), GOLDEN.vector(name), 1e-10);
    }
    assertLevels("log-logistic", new LogLogisticSigma(-0.7, 0.5, 0.01, 80));
    assertLevels("log-uniform", new LogUniformSigma(0.01, 80));
    // Those codes cut levels at 0.001 and 1000 where the paper cuts the log-SNR at -15 and 15.
    double end = 2 / Math.PI * Math.atan(1000 / 0.5);
    double start = 2 / Math.PI * Math.atan(0.001 / 0.5);
    assertLevels("v-diffusion", new UniformOn(new SimpleDiffusion(1, 2, 2, start, end)));
    // That code counts its uniform numbers from the noise.
    double[] down = Arrays.stream(U).map(u -> 1 - u).toArray();
    SimpleDiffusion shifted =
        new SimpleDiffusion(256, 64, 64, angle(1e-3 * 64 / 256), angle(1e3 * 64 / 256));
    assertClose(
        new UniformOn(shifted).sample(LEVELS, down).t(), GOLDEN.vector("cosine-shifted"), 1e-10);
    // It cuts the two schedules before it interpolates them, the paper after: alike in the middle.
    double[] published = GOLDEN.vector("cosine-interpolated");
    double[] found = new UniformOn(SimpleDiffusion.of(256, 256, 32)).sample(LEVELS, down).t();
    for (int i = 3; i < U.length - 3; i++) {
      assertClose(found[i], published[i], 0.02);
    }
  }

  private static double angle(double tangent) {
    return 2 / Math.PI * Math.atan(tangent);
  }

  private static void assertLevels(String name, TimeSampler times) {
    assertClose(times.sample(LEVELS, U).t(), GOLDEN.vector(name), 1e-10);
  }

  /** The share of times below t is the integral of the published density up to there. */
  @Test
  void timesHaveTheirDensities() {
    assertDensity(
        new CosMap(), FLOW, 1, t -> 2 / (Math.PI - 2 * Math.PI * t + 2 * Math.PI * t * t));
    assertDensity(
        new LogitNormal(0.3, 0.8),
        FLOW,
        1,
        t -> {
          double z = (Math.log(t / (1 - t)) - 0.3) / 0.8;
          return Math.exp(-0.5 * z * z) / (0.8 * Math.sqrt(2 * Math.PI) * t * (1 - t));
        });
    // The integral is over the logarithm of the level.
    assertLogDensity(
        new LogLogisticSigma(-0.7, 0.5, 0, Double.POSITIVE_INFINITY),
        log -> 0.25 / 0.5 / Math.pow(Math.cosh((log + 0.7) / 1.0), 2));
    assertLogDensity(
        new LogNormalSigma(-0.4, 1),
        log -> Math.exp(-0.5 * (log + 0.4) * (log + 0.4)) / Math.sqrt(2 * Math.PI));
    assertLogDensity(
        new UniformOn(new SimpleDiffusion(64, 64, 64, 1e-9, 1 - 1e-9)),
        log -> 2 / Math.PI / (Math.exp(log) + Math.exp(-log)));
  }

  /** The distribution of the mode sampler falls with u, and its slope is one over the density. */
  @Test
  void theModeIsInTheMiddleOrAtTheEnds() {
    double[] near = {0.5 - 1e-4, 0.5 + 1e-4};
    double[] edge = {1e-6, 2e-6};
    for (double scale : new double[] {-0.9, 0.5, 1.29, 1.7}) {
      double[] middle = new ModeTimes(scale).sample(FLOW, near).t();
      double[] ends = new ModeTimes(scale).sample(FLOW, edge).t();
      double densityInside = 2e-4 / Math.abs(middle[1] - middle[0]);
      double densityAtEnd = 1e-6 / Math.abs(ends[1] - ends[0]);
      assertThat(densityInside > densityAtEnd).isEqualTo(scale > 0);
      assertClose(densityAtEnd, 1 / (1 + scale), 1e-3);
      assertClose(densityInside, 1 / (1 + scale - scale * Math.PI / 2), 1e-3);
    }
    assertClose(
        new ModeTimes(0).sample(FLOW, U).t(), Arrays.stream(U).map(u -> 1 - u).toArray(), 1e-14);
  }

  @Test
  void impossibleDistributionsAreRefused() {
    assertThatThrownBy(() -> new ModeTimes(1.76)).hasMessageContaining("scale 1.76");
    assertThatThrownBy(() -> new ModeTimes(-1.1)).hasMessageContaining("need -1 to 1.75");
    assertThatThrownBy(() -> new LogUniformSigma(0, 1)).hasMessageContaining("positive, finite");
    assertThatThrownBy(() -> new LogUniformSigma(2, 1)).hasMessageContaining("from 2.0 to 1.0");
    assertThatThrownBy(() -> new LogLogisticSigma(0, 0, 0, 1)).hasMessageContaining("scale 0.0");
    assertThatThrownBy(() -> new LogLogisticSigma(0, 1, 1, 1)).hasMessageContaining("sigmaMin");
  }

  private static void assertDensity(
      TimeSampler times, GaussianPath path, double end, DoubleUnaryOperator density) {
    double[] t = times.sample(path, U).t();
    for (int i = 0; i < U.length; i++) {
      assertClose(integral(density, 1e-12, t[i] / end), U[i], 1e-6);
    }
  }

  private static void assertLogDensity(TimeSampler times, DoubleUnaryOperator density) {
    double[] t = times.sample(LEVELS, U).t();
    for (int i = 0; i < U.length; i++) {
      // Below 1e-9 and above the path's end next to nothing is left.
      assertClose(integral(density, Math.log(1e-9), Math.log(t[i])), U[i], 1e-3);
    }
  }

  /** By Simpson's rule. */
  private static double integral(DoubleUnaryOperator f, double from, double to) {
    int parts = 20_000;
    double width = (to - from) / parts;
    double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
    for (int i = 1; i < parts; i++) {
      sum += (i % 2 == 1 ? 4 : 2) * f.applyAsDouble(from + i * width);
    }
    return sum * width / 3;
  }
}
