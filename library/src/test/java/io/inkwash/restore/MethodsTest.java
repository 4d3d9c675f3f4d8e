package io.inkwash.restore;

import static io.inkwash.restore.Pictures.distance;
import static io.inkwash.restore.Pictures.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.restore.degradation.BlockAverage;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.restore.degradation.SpectralOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What methods promise on the way and at the end, on paths of several kinds. */
@ExtendWith(NativeLeakGuard.class)
class MethodsTest {
  private static final Solver DDPM = new Ancestral(Variance.FIXED_SMALL);
  private static final KnownData DATA = KnownData.neighbors(0.6);
  private static final List<GaussianPath> PATHS =
      List.of(DiscretePath.of(Betas.linear(100)), Vp.linear(), RectifiedFlow.standard());

  private final LinearOperator mean = new BlockAverage(2).on(1, 2, 2);
  private final LinearOperator right =
      new Masked(Tensors.of(new double[] {1, 0, 1, 0}, 2, 2)).on(1, 2, 2);
  private final List<Measurement> exact =
      List.of(
          Measurement.exact(mean, Tensors.of(new double[] {0.3}, 1, 1, 1, 1)),
          Measurement.exact(right, Tensors.of(new double[] {0.5, 0, -0.2, 0}, 1, 1, 2, 2)));

  @Test
  void exactMethodsEndOnTheMeasurement() {
    for (GaussianPath path : PATHS) {
      double[] times = TimeGrid.trailing().times(path, 8);
      for (Measurement m : exact) {
        List<Tensor> ends =
            List.of(
                draw(path, DDPM, new Ddnm(DATA.denoiser(path), m), times),
                draw(path, new Ddim(0), new Ddnm(DATA.denoiser(path), m), times),
                draw(path, new DdnmPlus(m), DATA.denoiser(path), times),
                draw(path, new Ddrm(m), DATA.denoiser(path), times),
                draw(path, new Replacement(DDPM, m), DATA.denoiser(path), times),
                draw(path, new RePaint(DDPM, m), DATA.denoiser(path), new Jumps(2, 3).over(times)));
        for (Tensor end : ends) {
          for (double off : Tensors.toDoubles(m.operator().residual(end, m.y()))) {
            assertThat(off).isLessThan(1e-9);
          }
        }
      }
    }
  }

  /** Where nothing is left to noise, the rule for noisy measurements is the one for exact ones. */
  @Test
  void withoutNoiseDdnmPlusIsDdnm() {
    for (GaussianPath path : PATHS) {
      double[] times = TimeGrid.trailing().times(path, 8);
      for (Measurement m : exact) {
        Tensor plain = draw(path, DDPM, new Ddnm(DATA.denoiser(path), m), times);
        Tensor plus = draw(path, new DdnmPlus(m), DATA.denoiser(path), times);
        // DDPM's last step draws nothing, and before that both draw once a step.
        assertThat(distance(plain, plus)).isLessThan(1e-9);
      }
    }
  }

  /**
   * A measurement that says next to nothing leaves the model's estimate as it is, where Bayes
   * rules.
   */
  @Test
  void bayesIgnoresAWorthlessMeasurement() {
    GaussianPath path = Vp.linear();
    Denoiser model = DATA.denoiser(path);
    Measurement m = new Measurement(mean, Tensors.of(new double[] {5}, 1, 1, 1, 1), 1e6);
    Tensor x = random(1, 2, 1, 2, 2);
    Tensor plain = model.denoise(x, 0.4).x0();
    assertThat(distance(new PiGdm(model, path, m, 0.5).denoise(x, 0.4).x0(), plain))
        .isLessThan(1e-10);
    assertThat(distance(new Ddnm(model, m).denoise(x, 0.4).x0(), plain))
        .isGreaterThan(1); // this one does not look at the noise
  }

  /** Without its singular values, an operator serves the same methods in the same way. */
  @Test
  void conjugateGradientsGuideAsTheSpectrumDoes() {
    GaussianPath path = Vp.linear();
    Denoiser model = DATA.denoiser(path);
    SpectralOperator known = mean.spectral().orElseThrow();
    LinearOperator bare =
        new LinearOperator() {
          @Override
          public long[] measured(long... image) {
            return known.measured(image);
          }

          @Override
          public Tensor apply(Tensor x) {
            return known.apply(x);
          }

          @Override
          public Tensor adjoint(Tensor y) {
            return known.adjoint(y);
          }
        };
    Tensor y = Tensors.of(new double[] {0.3, -0.6, 0.1}, 3, 1, 1, 1);
    Tensor x = random(4, 3, 1, 2, 2);
    for (double sigma : new double[] {0, 0.1}) {
      Measurement spectral = new Measurement(known, y, sigma);
      Measurement free = new Measurement(bare, y, sigma);
      for (double t : new double[] {0.1, 0.5, 0.9}) {
        Tensor expected = new PiGdm(model, path, spectral, 0.5).denoise(x, t).x0();
        assertThat(distance(new PiGdm(model, path, free, 0.5).denoise(x, t).x0(), expected))
            .isLessThan(1e-9);
        assertThat(
                distance(
                    new Ddnm(model, free).denoise(x, t).x0(),
                    new Ddnm(model, spectral).denoise(x, t).x0()))
            .isLessThan(1e-9);
      }
    }
    Measurement m = Measurement.exact(bare, y);
    for (Solver solver : List.of(new Ddrm(m), new DdnmPlus(m), new SplitGibbs(DDPM, m))) {
      assertThatThrownBy(() -> solver.start(path, model, noise(3)))
          .hasMessageContaining("needs the operator's singular values")
          .hasMessageContaining("use pigdm, dps or ddnm");
    }
    double[] times = TimeGrid.trailing().times(path, 8);
    Tensor end = draw(path, new Replacement(DDPM, m), model, times);
    assertThat(distance(bare.apply(end), y)).isLessThan(1e-9);
  }

  /** Where an estimate agrees with the measurement already, there is no gradient to follow. */
  @Test
  void dpsLeavesAnEstimateThatAgrees() {
    GaussianPath path = Vp.linear();
    Denoiser constant = (x, t) -> Denoised.of(x.mul(new Scalar(0.0)).add(new Scalar(0.3)));
    Tensor x = random(1, 2, 1, 2, 2);
    Dps dps = new Dps(new Ddim(0), Measurement.exact(mean, constant(0.3)), 1);
    Tensor plain = new Ddim(0).start(path, constant, noise(2)).step(x, 0.6, 0.5);
    assertThat(distance(dps.start(path, constant, noise(2)).step(x, 0.6, 0.5), plain)).isZero();
  }

  private static Tensor constant(double value) {
    return Tensors.of(new double[] {value}, 1, 1, 1, 1);
  }

  @Test
  void dpsMovesAgainstTheGradientInOneEvaluation() {
    GaussianPath path = Vp.linear();
    Measurement m = exact.get(0);
    List<Double> asked = new ArrayList<>();
    Denoiser model = DATA.denoiser(path);
    Denoiser counted =
        (x, t) -> {
          asked.add(t);
          return model.denoise(x, t);
        };
    Tensor x = random(1, 2, 1, 2, 2);
    double zeta = 0.4;
    Noise noise = noise(2);
    Tensor with = new Dps(new Ddim(0), m, zeta).start(path, counted, noise).step(x, 0.6, 0.5);
    assertThat(asked).containsExactly(0.6);
    Tensor without = new Ddim(0).start(path, model, noise).step(x, 0.6, 0.5);
    double[] moved = Tensors.toDoubles(without.sub(with));
    double h = 1e-6;
    for (int i = 0; i < 8; i++) {
      double[] probe = new double[8];
      probe[i] = h;
      Tensor step = Tensors.of(probe, 2, 1, 2, 2);
      double slope =
          (off(m, model.denoise(x.add(step), 0.6).x0())
                  - off(m, model.denoise(x.sub(step), 0.6).x0()))
              / (2 * h);
      // A central difference of third derivatives of order 1 and rounding over h: below 1e-8.
      assertThat(moved[i]).isCloseTo(zeta * slope, within(1e-7));
    }
    double[] times = TimeGrid.trailing().times(path, 20);
    double near = off(m, draw(path, new Dps(DDPM, m, 0.3), model, times));
    assertThat(near).isLessThan(0.5 * off(m, draw(path, DDPM, model, times)));
    assertThatThrownBy(() -> new Dps(DDPM, m, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> draw(path, new Dps(new Rk45(1e-3, 1e-3), m, 1), model, times))
        .hasMessageContaining("image by image");
  }

  @Test
  void eachImageHasItsOwnMeasurement() {
    GaussianPath path = Vp.linear();
    Tensor ys = Tensors.of(new double[] {0.3, -0.6, 0.1}, 3, 1, 1, 1);
    Measurement m = new Measurement(mean, ys, 0.1);
    Denoiser model = DATA.denoiser(path);
    Tensor x = random(4, 3, 1, 2, 2);
    Measurement second = new Measurement(mean, ys.narrow(0, 1, 1), 0.1);
    List<Function<Measurement, Denoiser>> methods =
        List.of(known -> new Ddnm(model, known), known -> new PiGdm(model, path, known, 0.5));
    for (Function<Measurement, Denoiser> method : methods) {
      Tensor all = method.apply(m).denoise(x, 0.4).x0();
      Tensor one = method.apply(second).denoise(x.narrow(0, 1, 1), 0.4).x0();
      assertThat(distance(all.narrow(0, 1, 1), one)).isLessThan(1e-12);
    }
    double[] times = TimeGrid.trailing().times(path, 8);
    Tensor end = draw(path, DDPM, new Ddnm(model, m), times);
    assertThat(distance(mean.apply(end), ys)).isLessThan(1e-9);
  }

  @Test
  void decoratorsSayWhatTheirSolverSays() {
    Measurement m = exact.get(0);
    Solver dps = new Dps(new Ddim(0), m, 1);
    assertThat(dps.stochastic()).isFalse();
    assertThat(dps.climbs()).isFalse();
    assertThat(dps.convergenceOrder()).isEqualTo(1);
    assertThat(dps.evaluations(7)).isEqualTo(7);
    assertThat(new Replacement(new Ddim(0), m).stochastic()).isTrue();
    assertThat(new RePaint(DDPM, m).climbs()).isTrue();
    assertThat(new Ddrm(m).stochastic() && new DdnmPlus(m).stochastic()).isTrue();
    Denoiser learned =
        new Denoiser() {
          @Override
          public Denoised denoise(Tensor x, double t) {
            return new Denoised(x.mul(new Scalar(0.5)), x);
          }

          @Override
          public boolean learnedVariance() {
            return true;
          }
        };
    Tensor x = random(3, 1, 1, 2, 2);
    for (Denoiser guided : List.of(new Ddnm(learned, m), new PiGdm(learned, Vp.linear(), m, 1))) {
      assertThat(guided.learnedVariance()).isTrue();
      assertThat(distance(guided.denoise(x, 0.5).variance(), x)).isZero();
    }
  }

  /** The authors' schedule for 6 timesteps, jumps of 2, each stretch twice; its up-steps joined. */
  @Test
  void jumpsAreThePublishedOnes() {
    assertThat(new Jumps(2, 2).over(60, 50, 40, 30, 20, 10, 0))
        .containsExactly(60, 50, 40, 30, 50, 40, 30, 20, 10, 30, 20, 10, 0);
    assertThat(new Jumps(1, 3).over(3, 2, 1, 0))
        .containsExactly(3, 2, 3, 2, 3, 2, 1, 2, 1, 2, 1, 0);
    assertThat(new Jumps(5, 1).over(3, 2, 1, 0)).containsExactly(3, 2, 1, 0);
    assertThatThrownBy(() -> new Jumps(0, 1)).hasMessageContaining("1 or more");
  }

  @Test
  void onePassOfRePaintIsReplacement() {
    GaussianPath path = Vp.linear();
    double[] times = TimeGrid.trailing().times(path, 8);
    Measurement m = exact.get(1);
    Tensor repaint =
        draw(path, new RePaint(DDPM, m), DATA.denoiser(path), new Jumps(3, 1).over(times));
    Tensor plain = draw(path, new Replacement(DDPM, m), DATA.denoiser(path), times);
    assertThat(distance(repaint, plain)).isZero();
  }

  @Test
  void onlyClimbersTakeRisingGrids() {
    GaussianPath path = Vp.linear();
    double[] rising = new Jumps(2, 2).over(TimeGrid.trailing().times(path, 8));
    assertThatThrownBy(() -> new SamplingLoop(path, DDPM, rising))
        .hasMessageContaining("fall strictly");
    Measurement m = exact.get(0);
    assertThatThrownBy(() -> draw(path, new SplitGibbs(DDPM, m), DATA.denoiser(path), rising))
        .hasMessageContaining("from data");
  }

  @Test
  void sweepsClimbFromDataToFallingLevels() {
    GaussianPath path = Vp.linear();
    double[] falling = TimeGrid.trailing().times(path, 10);
    double[] times = new Sweeps(2, 0.5, 4).over(path, falling);
    List<Double> levels = new ArrayList<>();
    for (int i = 1; i < times.length; i++) {
      if (times[i] > times[i - 1]) {
        assertThat(times[i - 1]).isZero();
        levels.add(path.sigma(times[i]) / path.alpha(times[i]));
      }
    }
    assertThat(levels).hasSize(4);
    double[] expected = {2, 1, 0.5, 0.5};
    for (int i = 0; i < 4; i++) {
      assertThat(levels.get(i)).isCloseTo(expected[i], within(1e-9));
    }
    assertThat(times).endsWith(0);
    assertThatThrownBy(() -> new Sweeps(1, 2, 3)).hasMessageContaining("that fall");
  }

  private static double off(Measurement m, Tensor x) {
    return Tensors.toDoubles(m.operator().residual(x, m.y()).sum())[0];
  }

  private static Tensor draw(GaussianPath path, Solver solver, Denoiser model, double[] times) {
    return new SamplingLoop(path, solver, times)
        .draw(model, Rng.seed(9), 0, SamplingLoop.Observer.NONE, DATA.batch(3));
  }

  private static Noise noise(long images) {
    return Noise.perImage(Rng.seed(1), 0, DATA.batch(images));
  }
}
