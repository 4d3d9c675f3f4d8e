package io.inkwash.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.Catalog;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ralston's method against the probability flow of normally distributed data, which is known: the
 * state's distance from alpha m grows as the state's standard deviation.
 */
class RalstonTest {
  private static final double MEAN = 0.4;
  private static final double DEVIATION = 0.25;
  private static final double NOISE = 1.3;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  /** Every path of the catalog, this module's own among them. */
  static List<String> paths() {
    return Catalog.PATHS.names();
  }

  private static GaussianPath path(String name) {
    return Catalog.PATHS.make(new Spec(name, Map.of()));
  }

  private static boolean serves(Solver solver, GaussianPath path) {
    try {
      solver.check(path);
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("paths")
  void isOfSecondOrderOnEveryPathThatItServes(String name) {
    GaussianPath path = path(name);
    for (OdeVariable clock : OdeVariable.values()) {
      Ralston ralston = new Ralston(clock);
      if (serves(ralston, path)) {
        double order = Math.log(error(ralston, path, 400) / error(ralston, path, 800));
        assertThat(order / Math.log(2))
            .as("%s on %s", ralston, path.name())
            .isCloseTo(ralston.order(), within(0.15));
      }
    }
  }

  @Test
  void servesAllPathsButThoseWhoseSlopeIsInfinite() {
    List<String> refusedInNoise =
        paths().stream().filter(n -> !serves(new Ralston(OdeVariable.NOISE), path(n))).toList();
    assertThat(refusedInNoise).containsExactly("zero-snr-betas", "rectified-flow");
    List<String> servedInTime =
        paths().stream().filter(n -> serves(new Ralston(OdeVariable.TIME), path(n))).toList();
    assertThat(servedInTime)
        .contains("rectified-flow", "vp", "trigflow")
        .doesNotContain("linear-betas", "zero-snr-betas");
  }

  @Test
  void refusesATableWithoutSignalAtItsEndBeforeItStarts() {
    GaussianPath path = path("zero-snr-betas");
    Ralston ralston = new Ralston(OdeVariable.NOISE);
    assertThatThrownBy(() -> new SamplingLoop(path, ralston, new double[] {1000, 500, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ralston on ")
        .hasMessageContaining("use ddim");
  }

  @Test
  void evaluatesTheDenoiserAsOftenAsItStates() {
    GaussianPath path = path("trigflow");
    int[] evaluations = {0};
    Denoiser counted =
        (x, t) -> {
          evaluations[0]++;
          return exact(path).denoise(x, t);
        };
    try (TensorScope scope = TensorScope.open()) {
      new SamplingLoop(path, new Ralston(OdeVariable.NOISE), new double[] {1.5, 1, 0.5, 0})
          .walk(Tensors.zeros(1, 1, 1, 1), counted, () -> null, SamplingLoop.Observer.NONE);
    }
    assertThat(evaluations[0]).isEqualTo(new Ralston(OdeVariable.NOISE).evaluations(3));
  }

  @Test
  void isKnownByName() {
    Registry<Solver> solvers = Catalog.SOLVERS;
    assertThat(solvers.make(Spec.parse("ralston"))).isEqualTo(new Ralston(OdeVariable.NOISE));
    assertThat(solvers.make(Spec.parse("ralston(clock=time)")))
        .isEqualTo(new Ralston(OdeVariable.TIME));
  }

  /** E[x0 | x_t] of data of that mean and deviation. */
  private static Denoiser exact(GaussianPath path) {
    return (x, t) -> {
      double alpha = path.alpha(t);
      double variance = deviation(path, t) * deviation(path, t);
      double gain = alpha * DEVIATION * DEVIATION / variance;
      Tensor mean = x.new_zeros(1).add_(new org.bytedeco.pytorch.Scalar(MEAN));
      return Denoised.of(Tensors.combine(gain, x, 1 - gain * alpha, mean));
    };
  }

  private static double deviation(GaussianPath path, double t) {
    return Math.hypot(path.alpha(t) * DEVIATION, path.sigma(t));
  }

  private static double error(Solver solver, GaussianPath path, int steps) {
    double[] times = times(path, steps);
    double first = times[0];
    double last = times[steps];
    double start = path.sigma(first) * NOISE;
    double along = (start - path.alpha(first) * MEAN) / deviation(path, first);
    double exact = path.alpha(last) * MEAN + along * deviation(path, last);
    try (TensorScope scope = TensorScope.open()) {
      Tensor end =
          new SamplingLoop(path, solver, times)
              .walk(
                  Tensors.of(new double[] {start}, 1, 1, 1, 1),
                  exact(path),
                  () -> {
                    throw new AssertionError("ralston draws noise");
                  },
                  SamplingLoop.Observer.NONE);
      return Math.abs(Tensors.item(end) - exact);
    }
  }

  /** Times whose log-SNR grows with the square of the step number. */
  private static double[] times(GaussianPath path, int steps) {
    double from = Math.max(path.logSnr(path.end()), -9);
    double[] times = new double[steps + 1];
    Arrays.setAll(
        times,
        k -> {
          double part = (double) k / steps;
          return path.timeAtLogSnr(from + part * part * (7 - from));
        });
    return times;
  }
}
