package io.inkwash.solve;

import static io.inkwash.testkit.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SubVp;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.Deis;
import io.inkwash.solve.multistep.DeisVariable;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.multistep.GradientEstimation;
import io.inkwash.solve.multistep.Ipndm;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.multistep.SlopeWeight;
import io.inkwash.solve.multistep.UniPc;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DdimInversion;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.solve.sde.LearnedAncestral;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Tcd;
import io.inkwash.testkit.ExactDenoiser;
import io.inkwash.testkit.GaussianMixture;
import io.inkwash.time.TimeGrid;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Solvers that are the same thing by another name, to rounding. */
class EquivalencesTest {
  private static final List<GaussianPath> PATHS =
      List.of(Vp.linear(), SubVp.linear(), Edm.standard(), DiscretePath.of(Betas.linear(1000)));

  private static final Noise NO_NOISE =
      () -> {
        throw new AssertionError("a deterministic solver draws noise");
      };

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void ddimByOtherNames() {
    for (GaussianPath path : PATHS) {
      assertSame(path, new Ddim(0), new Euler(OdeVariable.NOISE));
      assertSame(path, new Ddim(0), new EulerAncestral(0));
      assertSame(path, new Ddim(0), new Lms(1));
      assertSame(path, new Ddim(0), new Deis(1));
      assertSame(path, new Ddim(0), new UniPc(1, SlopeWeight.BH2, UniPc.Corrector.OFF));
      for (Prediction prediction : Prediction.values()) {
        assertSame(path, new Ddim(0), new DpmSolverMultistep(prediction, 1, Form.CORRECTED));
        assertSame(path, new Ddim(0), new DpmSolverSinglestep(prediction, 1));
      }
    }
    RectifiedFlow flow = RectifiedFlow.standard();
    assertSame(flow, new Ddim(0), new Euler(OdeVariable.TIME)); // alpha and sigma are straight in t
    assertSame(flow, new Ddim(0), new DpmSolverMultistep(Prediction.DATA, 1, Form.CORRECTED));
  }

  @Test
  void noisyOnesByOtherNames() {
    for (GaussianPath path : PATHS) {
      assertSame(path, new Ddim(1), new Ancestral(Variance.FIXED_SMALL));
      assertSame(path, new Ddim(0.4), new EulerAncestral(0.4));
      assertSame(path, new Ddim(1), new DpmSolverSde(1, 1, Form.CORRECTED));
    }
  }

  @Test
  void learnedVarianceAtEitherEndOfItsRangeIsTheFixedOne() {
    for (GaussianPath path : PATHS) {
      ExactDenoiser exact = new ExactDenoiser(GaussianMixture.twoBlobs(), path);
      double[] small = run(path, new LearnedAncestral(), new Learned(exact, 0));
      double[] large = run(path, new LearnedAncestral(), new Learned(exact, 1));
      assertClose(small, run(path, new Ancestral(Variance.FIXED_SMALL), exact), 1e-9);
      assertClose(large, run(path, new Ancestral(Variance.FIXED_LARGE), exact), 1e-9);
    }
  }

  /** A model that has learned the same place for every pixel. */
  private record Learned(Denoiser inner, double place) implements Denoiser {
    @Override
    public Denoised denoise(Tensor x, double t) {
      return new Denoised(inner.denoise(x, t).x0(), x.mul(new Scalar(0.0)).add_(new Scalar(place)));
    }

    @Override
    public boolean learnedVariance() {
      return true;
    }
  }

  @Test
  void multistepSolversByOtherNames() {
    for (GaussianPath path : PATHS) {
      DpmSolverMultistep twoM = DpmSolverMultistep.secondOrder();
      assertSame(path, twoM, new UniPc(2, SlopeWeight.BH2, UniPc.Corrector.OFF));
      assertSame(path, twoM, new DpmSolverSde(2, 0, Form.CORRECTED));
      assertSame(
          path,
          DpmSolverMultistep.thirdOrder(),
          new UniPc(3, SlopeWeight.BH2, UniPc.Corrector.OFF));
    }
  }

  @Test
  void dpmSolversByOtherNames() {
    for (GaussianPath path : PATHS) {
      Solver dpm2 = new DpmSolverSinglestep(Prediction.NOISE, 2);
      assertSame(path, dpm2, new Renoised(dpm2, 0));
      assertSame(path, dpm2, new Churned(dpm2, Churn.NONE));
      assertSame(path, new Ddim(0), new Tcd(0));
      assertSame(path, new Ddim(0), new GradientEstimation(1));
      assertSame(path, new Ddim(0), new Ipndm(1));
      assertSame(path, new EulerAncestral(0.4), new Renoised(new Euler(OdeVariable.NOISE), 0.4));
      assertSame(path, new Deis(3, DeisVariable.RHO, LastSteps.FULL_ORDER), new LmsToData(3));
      for (Prediction prediction : Prediction.values()) {
        assertSame(
            path, new Ddim(0), new SaSolver(prediction, 1, 0, 0, 0, 1, LastSteps.FULL_ORDER));
        assertSame(
            path,
            new DpmSolverMultistep(
                prediction,
                2,
                new Multistep(Multistep.Slope.EXACT, Form.CORRECTED),
                LastSteps.FULL_ORDER),
            new UniPc(
                prediction, 2, SlopeWeight.VARY, UniPc.Corrector.OFF, 0, LastSteps.FULL_ORDER));
      }
    }
  }

  /** DEIS in rho is the linear multistep method, but for the step to time 0. */
  private record LmsToData(int order) implements Solver {
    @Override
    public SolverState start(GaussianPath path, Denoiser denoiser, Noise noise) {
      SolverState lms = new Lms(order).start(path, denoiser, noise);
      return new SolverState() {
        @Override
        public Tensor step(Tensor x, double t, double s) {
          return s == 0 ? denoiser.denoise(x, t).x0() : lms.step(x, t, s);
        }

        @Override
        public void close() {
          lms.close();
        }
      };
    }

    @Override
    public boolean stochastic() {
      return false;
    }
  }

  @Test
  void churnOfZeroIsNoChurn() {
    for (GaussianPath path : PATHS) {
      assertSame(
          path, Heun.deterministic(), new Heun(OdeVariable.NOISE, new Churn(0, 0, 80, 1.007)));
    }
    assertThat(Heun.deterministic().stochastic()).isFalse();
    assertThat(Churn.published(40, 0.05, 50, 1.003, 256).gamma()).isEqualTo(40 / 256.0);
    assertThat(Churn.published(80, 0.05, 50, 1.003, 18).gamma()).isEqualTo(Math.sqrt(2) - 1);
  }

  @Test
  void inversionUndoesDdim() {
    for (GaussianPath path : PATHS) {
      double[] noisy =
          new double[41]; // down to an SNR of 8; an image without noise has forgotten it
      double from = Math.max(path.logSnr(path.end()), -9);
      Arrays.setAll(noisy, k -> path.timeAtLogSnr(from + k / 40.0 * (2 - from)));
      ExactDenoiser denoiser = new ExactDenoiser(GaussianMixture.twoBlobs(), path);
      try (TensorScope scope = TensorScope.open()) {
        Tensor start = start(path);
        Tensor image =
            new SamplingLoop(path, new Ddim(0), noisy)
                .walk(start, denoiser, NO_NOISE, SamplingLoop.Observer.NONE);
        double once = distance(start, new DdimInversion(path, noisy, 1), image, denoiser);
        double often = distance(start, new DdimInversion(path, noisy, 40), image, denoiser);
        assertThat(often).as(path.name()).isLessThan(1e-6).isLessThan(0.1 * once);
      }
    }
  }

  private static double distance(
      Tensor start, DdimInversion inversion, Tensor image, ExactDenoiser denoiser) {
    Tensor found = inversion.walk(image, denoiser, SamplingLoop.Observer.NONE);
    return Tensors.toDoubles(found.sub(start).abs().max().div(start.abs().max()))[0];
  }

  private static void assertSame(GaussianPath path, Solver one, Solver other) {
    ExactDenoiser denoiser = new ExactDenoiser(GaussianMixture.twoBlobs(), path);
    double[] a = run(path, one, denoiser);
    double[] b = run(path, other, denoiser);
    for (int i = 0; i < a.length; i++) {
      // Differences of nearly equal numbers near data lose about four digits of sixteen.
      assertThat(b[i])
          .as("%s and %s on %s", one, other, path.name())
          .isCloseTo(a[i], Offset.offset(1e-9));
    }
  }

  private static double[] run(GaussianPath path, Solver solver, Denoiser denoiser) {
    try (TensorScope scope = TensorScope.open()) {
      Noise noise = Noise.perImage(Rng.seed(3), 0, 4, 1, 1, 2);
      SamplingLoop sampler = new SamplingLoop(path, solver, TimeGrid.linspace().times(path, 12));
      return Tensors.toDoubles(
          sampler.walk(start(path), denoiser, noise, SamplingLoop.Observer.NONE));
    }
  }

  private static Tensor start(GaussianPath path) {
    Tensor noise = Rng.seed(2).normal(4, 1, 1, 2).to(ScalarType.Double);
    return noise.mul_(new Scalar(path.priorScale()));
  }
}
