package io.inkwash.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Variance;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.Deis;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.multistep.GradientEstimation;
import io.inkwash.solve.multistep.Ipndm;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.Plms;
import io.inkwash.solve.multistep.Pndm;
import io.inkwash.solve.multistep.SlopeWeight;
import io.inkwash.solve.multistep.UniPc;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DdimInversion;
import io.inkwash.solve.ode.DpmSolverAdaptive;
import io.inkwash.solve.ode.DpmSolverFast;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.ExponentialRungeKutta;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.ode.PidControl;
import io.inkwash.solve.ode.ReverseDdim;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.AnnealedLangevin;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.solve.sde.EulerMaruyama;
import io.inkwash.solve.sde.LearnedAncestral;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.solve.sde.Tcd;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What cannot work is refused when it is put together, in one line with reason and mend. */
class RefusalsTest {
  private static final GaussianPath ZERO_SNR =
      DiscretePath.of(Betas.linear(1000).rescaleZeroTerminalSnr());
  private static final Denoiser IDLE = (x, t) -> Denoised.of(x);
  private static final Noise NONE =
      () -> {
        throw new AssertionError("no step is taken here");
      };

  @Test
  void solversThatDivideByTheSignalAreRefusedWhereThereIsNone() {
    List<Solver> dividers =
        List.of(
            new Ddim(1),
            new Euler(OdeVariable.NOISE),
            Heun.deterministic(),
            new Lms(4),
            new Deis(3),
            new Pndm(),
            new Plms(),
            new EulerMaruyama(),
            new PredictorCorrector(0.16, 1),
            new AnnealedLangevin(2e-5, 100),
            new DpmSolverMultistep(Prediction.NOISE, 2, Form.CORRECTED),
            new DpmSolverSinglestep(Prediction.NOISE, 3));
    for (GaussianPath path : List.of(ZERO_SNR, RectifiedFlow.standard())) {
      for (Solver solver : dividers) {
        assertRefused(() -> solver.start(path, IDLE, NONE), "no signal is left at t = ");
        double[] times = {path.end(), path.start(), 0};
        assertRefused(() -> new SamplingLoop(path, solver, times), "no signal is left at t = ");
      }
    }
  }

  @Test
  void solversThatDoNotDivideAreServedThere() {
    for (Solver solver :
        List.of(
            new Ddim(0.5),
            new Ancestral(Variance.FIXED_SMALL),
            new EulerAncestral(1),
            DpmSolverMultistep.thirdOrder(),
            new DpmSolverSde(2, 1, Form.CORRECTED),
            new UniPc(3, SlopeWeight.BH1, UniPc.Corrector.ON))) {
      assertThatCode(() -> solver.start(ZERO_SNR, IDLE, NONE)).doesNotThrowAnyException();
    }
  }

  @Test
  void timeOfATableHasNoSlope() {
    GaussianPath table = DiscretePath.of(Betas.linear(1000));
    for (Solver solver :
        List.of(
            new Euler(OdeVariable.TIME),
            new Heun(OdeVariable.TIME, Churn.NONE),
            new Rk45(1e-5, 1e-5))) {
      assertRefused(() -> solver.start(table, IDLE, NONE), "a table has no slope");
    }
  }

  @Test
  void learnedVarianceMustHaveBeenLearned() {
    assertRefused(
        () -> new LearnedAncestral().start(Vp.linear(), IDLE, NONE), "predicts variances");
    assertRefused(() -> new Ancestral(Variance.LEARNED), "use ancestral-learned");
  }

  @Test
  void sidesOfTheGridAndThePath() {
    GaussianPath path = Vp.linear();
    Solver solver = new Ddim(0);
    assertRefused(() -> new SamplingLoop(path, solver, new double[] {0, 0.5, 1}), "fall strictly");
    assertRefused(
        () -> new SamplingLoop(path, solver, new double[] {1, 0.5, 0.5, 0}), "fall strictly");
    assertRefused(() -> new SamplingLoop(path, solver, new double[] {1}), "2 or more");
    assertRefused(() -> new SamplingLoop(new Noiseless(), solver, new double[] {1, 0}), "no noise");
    assertRefused(() -> new DdimInversion(path, new double[] {0, 1}, 1), "fall strictly");
    assertRefused(() -> new DdimInversion(path, new double[] {1, 0}, 0), "rounds is 0");
  }

  @Test
  void numbersOutOfRange() {
    assertRefused(() -> new Lms(5), "order of lms is 5; allowed: 1 to 4");
    assertRefused(() -> new Deis(0), "1 to 3");
    assertRefused(() -> new DpmSolverMultistep(Prediction.DATA, 4, Form.PUBLISHED), "1 to 3");
    assertRefused(() -> new DpmSolverSinglestep(Prediction.DATA, 0), "1 to 3");
    assertRefused(() -> new UniPc(4, SlopeWeight.BH2, UniPc.Corrector.ON), "1 to 3");
    assertRefused(() -> new DpmSolverSde(2, 1.5, Form.CORRECTED), "eta is 1.5");
    assertRefused(() -> new EulerAncestral(-0.1), "eta is -0.1");
    assertRefused(() -> new PredictorCorrector(0, 1), "positive snr");
    assertRefused(
        () -> new Seeds(3, 1, Multistep.Slope.EXACT, 1, FreshNoise.INDEPENDENT),
        "seeds of 3 stages with a middle of 1.0 and slope exact");
    assertRefused(() -> new AnnealedLangevin(1e-5, 0), "1 or more");
    assertRefused(() -> new Churn(-1, 0, 1, 1), "none negative");
    assertRefused(() -> new Rk45(1e-5, 0), "more than 0");
    assertRefused(() -> new DpmSolverFast(3, 0), "rest of dpm-fast is 3");
    assertRefused(() -> DpmSolverAdaptive.standard(4), "order of dpm-adaptive is 4");
    assertRefused(() -> new PidControl(0, 0, 0, 0.8), "integral weight of 0");
    assertRefused(() -> new ExponentialRungeKutta(4), "stages of res is 4");
    assertRefused(() -> new Heun(OdeVariable.NOISE, Churn.NONE, 0), "stage of heun is 0");
    assertRefused(() -> new Tcd(1.1), "gamma of tcd is 1.1");
    assertRefused(() -> new Ipndm(5), "1 to 4");
    assertRefused(() -> new GradientEstimation(0.5), "gamma of gradient-estimation is 0.5");
  }

  /** What moves a state between its steps needs a solver that remembers nothing. */
  @Test
  void multistepSolversAreNotPutInsideOthers() {
    Solver history = new Lms(2);
    assertRefused(() -> new Churned(history, new Churn(0.1, 0, 1, 1)), "single-step solver");
    assertRefused(() -> new Renoised(history, 1), "single-step solver");
    assertRefused(() -> new Renoised(new EulerMaruyama(), 1), "single-step solver");
    assertRefused(
        () -> new PredictorCorrector(history, PredictorCorrector.Corrector.LANGEVIN, 0.16, 1),
        "single-step solver");
  }

  @Test
  void solversThatClimbTakeAnyGridThatMoves() {
    GaussianPath path = Vp.linear();
    double[] there = {0.1, 0.5, 1, 0.5};
    assertThatCode(() -> new SamplingLoop(path, new ReverseDdim(1), there))
        .doesNotThrowAnyException();
    assertRefused(
        () -> new SamplingLoop(path, new ReverseDdim(1), new double[] {0.1, 0.1}),
        "differ from the one before");
  }

  private static void assertRefused(ThrowingCallable attempt, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(attempt)
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  /** A path that stays data. */
  private record Noiseless() implements GaussianPath {
    @Override
    public String name() {
      return "noiseless";
    }

    @Override
    public double alpha(double t) {
      return 1 - t / 2;
    }

    @Override
    public double sigma(double t) {
      return 0;
    }

    @Override
    public double alphaDot(double t) {
      return -0.5;
    }

    @Override
    public double sigmaDot(double t) {
      return 0;
    }

    @Override
    public double start() {
      return 0.001;
    }

    @Override
    public double end() {
      return 1;
    }
  }
}
