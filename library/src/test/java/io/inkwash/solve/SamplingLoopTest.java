package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The one sampling loop: what it keeps alive, whom it tells, what it leaves. */
@ExtendWith(NativeLeakGuard.class)
class SamplingLoopTest {
  private static final GaussianPath PATH = DiscretePath.of(Betas.linear(1000));
  private static final double[] TIMES = {1000, 800, 600, 400, 200, 1, 0};
  private static final Denoiser EXACT = new ExactDenoiser(GaussianMixture.twoBlobs(), PATH);
  private static final Rng STREAM = Rng.seed(7);

  @Test
  void onlyOneStateIsAlive() {
    List<Tensor> states = new ArrayList<>();
    List<Long> alive = new ArrayList<>();
    SamplingLoop.Observer watch =
        (step, t, s, x) -> {
          states.add(x);
          alive.add(NativeLeakGuard.alive());
          if (step > 2) { // the one that this step left is freed after the observer has looked
            assertThat(states.get(step - 3).isNull()).isTrue();
          }
        };
    Tensor last = draw(new Ddim(0), EXACT, 0, 3, watch);
    assertThat(states).hasSize(6);
    assertThat(last).isSameAs(states.get(5));
    assertThat(last.isNull()).isFalse();
    assertThat(alive.subList(1, 6)).containsOnly(alive.get(1));
  }

  @Test
  void onlyTheImagesAreLeft() {
    long before = NativeLeakGuard.alive();
    Tensor images =
        draw(new Ancestral(Variance.FIXED_SMALL), EXACT, 0, 3, SamplingLoop.Observer.NONE);
    assertThat(NativeLeakGuard.alive()).isEqualTo(before + 1);
    assertThat(Tensors.shape(images)).containsExactly(3, 1, 1, 2);
  }

  @Test
  void theStartIsLeftAsItIs() {
    Tensor start = Tensors.of(new double[] {1.5, -0.5}, 1, 1, 1, 2);
    Tensor end =
        new SamplingLoop(PATH, new Ddim(0), TIMES)
            .walk(start, EXACT, SamplingLoopTest::none, SamplingLoop.Observer.NONE);
    assertThat(Tensors.toDoubles(start)).containsExactly(1.5, -0.5);
    assertThat(Tensors.toDoubles(end)).isNotEqualTo(Tensors.toDoubles(start));
  }

  @Test
  void theObserverIsToldOfEachStep() {
    List<String> conditional = new ArrayList<>();
    draw(
        new Ddim(0), EXACT, 0, 1, (step, t, s, x) -> conditional.add(step + ": " + t + " to " + s));
    assertThat(conditional)
        .containsExactly(
            "1: 1000.0 to 800.0",
            "2: 800.0 to 600.0",
            "3: 600.0 to 400.0",
            "4: 400.0 to 200.0",
            "5: 200.0 to 1.0",
            "6: 1.0 to 0.0");
  }

  @Test
  void nothingIsRecordedAndAnErrorLeavesNothing() {
    int[] calls = {0};
    Denoiser tired =
        (x, t) -> {
          assertThat(Grad.recording()).isFalse();
          if (++calls[0] == 3) {
            throw new IllegalStateException("on purpose");
          }
          return Denoised.of(x.clone());
        };
    long before = NativeLeakGuard.alive();
    assertThatThrownBy(() -> draw(new Ddim(0), tired, 0, 2, SamplingLoop.Observer.NONE))
        .hasMessage("on purpose");
    assertThat(NativeLeakGuard.alive()).isEqualTo(before);
    assertThat(Grad.recording()).isTrue();
  }

  @Test
  void imagesOfANetworkDoNotDependOnTheirBatch() {
    SimpleUNet network = new SimpleUNet(new SimpleUNet.Config(1, 8, 4));
    network.initialize(torch.make_generator_cpu(0));
    Denoiser denoiser =
        new Clamped(
            new NetworkDenoiser(
                network, PATH, Parameterization.ddpm(), Conditioning.none(), Precision.FP32),
            -1,
            1);
    for (Solver solver : List.of(new Ancestral(Variance.FIXED_SMALL), new Ddim(0))) {
      double[] seven = images(solver, denoiser, 0, 7);
      double[] five = images(solver, denoiser, 0, 5); // fewer are the first of more
      double[] two = images(solver, denoiser, 5, 2);
      double[] one = images(solver, denoiser, 3, 1);
      // Convolutions of other batch sizes sum in another order.
      assertNear(five, Arrays.copyOf(seven, 5 * 64));
      assertNear(two, Arrays.copyOfRange(seven, 5 * 64, 7 * 64));
      assertNear(one, Arrays.copyOfRange(seven, 3 * 64, 4 * 64));
      assertThat(Arrays.copyOf(seven, 64)).isNotEqualTo(Arrays.copyOfRange(seven, 64, 128));
    }
  }

  /**
   * Errors after some numbers of steps on data N(0, 0.25), from 1.3 at t = 1 down to 0.001,
   * computed from the formulas apart from this code: to their four digits.
   */
  @Test
  void errorsOnAnExactModelAreTheKnownOnes() {
    GaussianPath path = Vp.linear();
    double[] even = {7.336e-2, 3.778e-2, 1.917e-2, 9.657e-3};
    double[] multistep = {8.466e-3, 2.280e-3, 5.787e-4, 1.452e-4};
    double[] heun = {2.813e-2, 6.647e-3, 1.616e-3, 3.983e-4};
    for (int k = 0; k < 4; k++) {
      int steps = 20 << k;
      double[] logSnr = new double[steps + 1];
      double[] karras = new double[steps + 1];
      double low = path.logSnr(1);
      double high = path.logSnr(1e-3);
      for (int i = 0; i <= steps; i++) {
        double part = (double) i / steps;
        logSnr[i] = path.timeAtLogSnr(low + part * (high - low));
        double from = Math.exp(-low / 14);
        double level = from + part * (Math.exp(-high / 14) - from);
        karras[i] = path.timeAtLogSnr(-14 * Math.log(level)); // sigma/alpha is level^7
      }
      Close.assertClose(error(path, new Ddim(0), logSnr), even[k], 1e-3);
      Close.assertClose(error(path, DpmSolverMultistep.secondOrder(), logSnr), multistep[k], 1e-3);
      Close.assertClose(error(path, Heun.deterministic(), karras), heun[k], 1e-3);
    }
  }

  private static double error(GaussianPath path, Solver solver, double[] times) {
    GaussianMixture data = GaussianMixture.normal(new double[] {0}, 0.25);
    double[] start = {1.3};
    Tensor end =
        new SamplingLoop(path, solver, times)
            .walk(
                Tensors.of(start, 1, 1, 1, 1),
                new ExactDenoiser(data, path),
                SamplingLoopTest::none,
                SamplingLoop.Observer.NONE);
    double exact = data.flow(path, start, times[0], times[times.length - 1])[0];
    return Math.abs(Tensors.toDoubles(end)[0] - exact);
  }

  private static Tensor none() {
    throw new AssertionError("a deterministic solver draws noise");
  }

  private static Tensor draw(
      Solver solver, Denoiser denoiser, int first, int count, SamplingLoop.Observer observer) {
    return new SamplingLoop(PATH, solver, TIMES)
        .draw(denoiser, STREAM, first, observer, count, 1, 1, 2);
  }

  private static double[] images(Solver solver, Denoiser denoiser, int first, int count) {
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(
          new SamplingLoop(PATH, solver, TimeGrid.trailing().times(PATH, 10))
              .draw(denoiser, STREAM, first, SamplingLoop.Observer.NONE, count, 1, 8, 8));
    }
  }

  private static void assertNear(double[] found, double[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      Close.assertClose(found[i], wanted[i], 0, 1e-4);
    }
  }
}
