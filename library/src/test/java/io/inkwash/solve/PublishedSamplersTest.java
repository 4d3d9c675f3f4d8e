package io.inkwash.solve;

import static io.inkwash.solve.PublishedRuns.GOLDEN;
import static io.inkwash.solve.PublishedRuns.LEVELS;
import static io.inkwash.solve.PublishedRuns.START;
import static io.inkwash.solve.PublishedRuns.assertGolden;
import static io.inkwash.solve.PublishedRuns.noise;
import static io.inkwash.solve.PublishedRuns.onLevels;
import static io.inkwash.solve.PublishedRuns.run;
import static io.inkwash.solve.PublishedRuns.start;
import static io.inkwash.solve.PublishedRuns.wavy;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Vp;
import io.inkwash.solve.multistep.Deis;
import io.inkwash.solve.multistep.DeisVariable;
import io.inkwash.solve.multistep.DpmSolverInverse;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.multistep.DpmSolverOnGrid;
import io.inkwash.solve.multistep.GradientEstimation;
import io.inkwash.solve.multistep.Ipndm;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.multistep.SlopeWeight;
import io.inkwash.solve.multistep.UniPc;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DpmSolverAdaptive;
import io.inkwash.solve.ode.DpmSolverFast;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.HeunPlusPlus;
import io.inkwash.solve.ode.PidControl;
import io.inkwash.solve.sde.Consistency;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.DpmSolverSdeSinglestep;
import io.inkwash.solve.sde.ErSde;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Tcd;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More solvers against the numbers of the programs that people use, with scripted noise. */
class PublishedSamplersTest {
  private static final GaussianPath TABLE = DiscretePath.of(Betas.linear(1000, 1e-4, 0.02));
  private static final Multistep MIDPOINT = new Multistep(Multistep.Slope.MIDPOINT, Form.PUBLISHED);
  private static final Multistep EXACT = new Multistep(Multistep.Slope.EXACT, Form.PUBLISHED);

  @BeforeAll
  static void init() {
    Torch.init(1);
  }

  @Test
  void endsOfRuns() {
    for (LastSteps last : new LastSteps[] {LastSteps.FULL_ORDER, LastSteps.LOWER_ORDER_IF_SHORT}) {
      String suffix = "-last-" + (last == LastSteps.FULL_ORDER ? "False" : "True");
      for (int order = 2; order <= 3; order++) {
        assertTable(
            "dpm++" + order + "m" + suffix,
            new DpmSolverMultistep(Prediction.DATA, order, MIDPOINT, last),
            0);
        assertTable("deis" + order + suffix, new Deis(order, DeisVariable.LOG_SNR, last), 1);
        LastSteps uniPcs = last == LastSteps.FULL_ORDER ? last : LastSteps.LOWER_ORDER;
        UniPc.Corrector on = UniPc.Corrector.ON;
        assertTable(
            "unipc" + order + suffix,
            new UniPc(Prediction.DATA, order, SlopeWeight.BH2, on, 0, uniPcs),
            1);
      }
    }
  }

  @Test
  void exactSlopesAndSdesInEitherPrediction() {
    LastSteps full = LastSteps.FULL_ORDER;
    FreshNoise fresh = FreshNoise.INDEPENDENT;
    Prediction data = Prediction.DATA;
    Prediction noise = Prediction.NOISE;
    assertTable("dpmsolver++-heun", new DpmSolverMultistep(data, 2, EXACT, full), 0);
    assertTable("sde-dpmsolver++-heun", new DpmSolverSde(data, 2, 1, EXACT, full, fresh), 0);
    assertTable("sde-dpmsolver-heun", new DpmSolverSde(noise, 2, 1, EXACT, full, fresh), 1);
    for (int order = 1; order <= 2; order++) {
      assertTable(
          "sde-dpmsolver" + order, new DpmSolverSde(noise, order, 1, MIDPOINT, full, fresh), 1);
    }
    for (double eta : new double[] {0.6, 1}) {
      assertLevels(
          "k.dpm++2m-sde-midpoint-" + eta, new DpmSolverSde(data, 2, eta, MIDPOINT, full, fresh));
      assertLevels("k.dpm++2m-sde-heun-" + eta, new DpmSolverSde(data, 2, eta, EXACT, full, fresh));
    }
  }

  @Test
  void uniPcInNoisePredictionAndPartlyCorrected() {
    UniPc.Corrector on = UniPc.Corrector.ON;
    LastSteps full = LastSteps.FULL_ORDER;
    for (int order = 1; order <= 3; order++) {
      for (SlopeWeight weight : new SlopeWeight[] {SlopeWeight.BH1, SlopeWeight.BH2}) {
        String name = "unipc" + order + (weight == SlopeWeight.BH1 ? "-bh1" : "-bh2") + "-noise";
        assertTable(name, new UniPc(Prediction.NOISE, order, weight, on, 0, full), 1);
      }
    }
    assertTable(
        "unipc3-uncorrected", new UniPc(Prediction.DATA, 3, SlopeWeight.BH2, on, 2, full), 1);
  }

  /**
   * The authors' code, on the time of a linear VP path; predictors, for its corrector has a fault.
   */
  @Test
  void uniPcWithItsOwnCoefficients() {
    GaussianPath path = Vp.linear();
    Denoiser denoiser =
        (x, t) -> {
          Tensor eps = wavy(x, 1000 * t);
          return Denoised.of(
              Tensors.combine(1 / path.alpha(t), x, -path.sigma(t) / path.alpha(t), eps));
        };
    double[] times = new double[9];
    Arrays.setAll(times, k -> 1 - 0.9 * k / 8);
    for (Prediction prediction : Prediction.values()) {
      for (int order = 2; order <= 3; order++) {
        Solver solver =
            new UniPc(
                prediction, order, SlopeWeight.VARY, UniPc.Corrector.OFF, 0, LastSteps.FULL_ORDER);
        String name =
            "a.unip" + order + (prediction == Prediction.DATA ? "-vary-data" : "-vary-noise");
        assertGolden(name, run(path, solver, times, denoiser, START));
      }
    }
  }

  @Test
  void singleStepSolversWithInnerTimesFromTheGrid() {
    for (int order = 2; order <= 3; order++) {
      for (Multistep.Slope slope : Multistep.Slope.values()) {
        String kind = slope == Multistep.Slope.EXACT ? "-heun" : "-midpoint";
        assertTable(
            "dpm++" + order + "s" + kind, new DpmSolverOnGrid(Prediction.DATA, order, slope), 0);
        assertTable(
            "dpm" + order + "s" + kind, new DpmSolverOnGrid(Prediction.NOISE, order, slope), 1);
      }
    }
  }

  /**
   * Theirs draws noise in every step; ours only in the steps that have some, here from the third.
   */
  @Test
  void saSolver() {
    assertTable("sa-22-data", sa(Prediction.DATA, 2, 2, LastSteps.FULL_ORDER), 1, 2);
    assertTable("sa-11-data", sa(Prediction.DATA, 1, 1, LastSteps.FULL_ORDER), 1, 2);
    assertTable("sa-34-data", sa(Prediction.DATA, 3, 4, LastSteps.FULL_ORDER), 1, 2);
    assertTable("sa-22-noise", sa(Prediction.NOISE, 2, 2, LastSteps.FULL_ORDER), 1, 2);
    assertTable("sa-22-last", sa(Prediction.DATA, 2, 2, LastSteps.LOWER_ORDER), 1, 2);
  }

  private static Solver sa(Prediction prediction, int predictor, int corrector, LastSteps last) {
    return new SaSolver(prediction, predictor, corrector, 1, 0.201, 0.801, last);
  }

  @Test
  void consistencySampling() {
    for (double gamma : new double[] {0, 0.3, 1}) {
      assertTable("tcd-" + gamma, new Tcd(gamma), 1);
    }
    assertLevels("c.lcm", new Consistency());
  }

  @Test
  void dpmSolverFromDataToNoise() {
    for (int order = 1; order <= 3; order++) {
      String name = "dpm++" + order + "m-inverse";
      double[] steps = GOLDEN.vector(name + ".timesteps");
      double[] times = new double[steps.length + 1];
      Arrays.setAll(times, k -> k < steps.length ? steps[k] + 1 : 1000);
      Solver solver =
          new DpmSolverInverse(
              new DpmSolverMultistep(Prediction.DATA, order, MIDPOINT, LastSteps.FULL_ORDER));
      assertGolden(name, run(TABLE, solver, times, onTable(), START));
    }
  }

  @Test
  void churnAroundOtherSteps() {
    Solver dpm2 = new DpmSolverSinglestep(Prediction.NOISE, 2);
    Churn churn = Churn.published(3, 0, Double.POSITIVE_INFINITY, 1.003, 8);
    assertLevels("k.euler-churn0", new Euler(OdeVariable.NOISE));
    assertLevels("k.dpm2-churn0", dpm2);
    assertLevels("k.euler-churn3", new Churned(new Euler(OdeVariable.NOISE), churn));
    assertLevels("k.dpm2-churn3", new Churned(dpm2, churn));
  }

  @Test
  void ancestralSecondOrderSteps() {
    for (double eta : new double[] {0.6, 1}) {
      assertLevels(
          "k.dpm2-ancestral-" + eta,
          new Renoised(new DpmSolverSinglestep(Prediction.NOISE, 2), eta));
      assertLevels(
          "k.dpm++2s-ancestral-" + eta,
          new Renoised(new DpmSolverSinglestep(Prediction.DATA, 2), eta));
      for (FreshNoise fresh : FreshNoise.values()) {
        assertLevels("k.dpm++sde-" + eta, new DpmSolverSdeSinglestep(eta, 0.5, fresh));
      }
    }
  }

  @Test
  void dpmFast() {
    for (int evaluations : new int[] {9, 10, 11}) {
      for (double eta : new double[] {0, 0.7}) {
        String name = "k.dpm-fast-" + evaluations + "-" + eta;
        Solver solver = new DpmSolverFast(evaluations % 3, eta);
        double[] times = GOLDEN.vector(name + ".levels");
        assertGolden(name, run(LEVELS, solver, times, onLevels(), start(20)));
        assertThat(solver.evaluations(times.length)).isEqualTo(evaluations + 1);
      }
    }
  }

  @Test
  void dpmAdaptive() {
    double[] ends = {20, 0.05};
    for (int order = 2; order <= 3; order++) {
      for (double eta : new double[] {0, 0.7}) {
        Solver solver = new DpmSolverAdaptive(order, 0.05, 0.0078, 0.05, PidControl.STANDARD, eta);
        String name = "k.dpm-adaptive-" + order + "-" + eta;
        assertGolden(name, run(LEVELS, solver, ends, onLevels(), start(20)));
      }
    }
    Solver pid =
        new DpmSolverAdaptive(3, 0.01, 0.001, 0.05, new PidControl(0.2, 0.6, 0.1, 0.81), 0);
    assertGolden("k.dpm-adaptive-pid", run(LEVELS, pid, ends, onLevels(), start(20)));
  }

  @Test
  void multistepSolversOfComfyUi() {
    for (int order = 2; order <= 4; order++) {
      assertLevels("c.ipndm" + order, new Ipndm(order));
    }
    assertLevels("c.ipndm-v2", new Lms(2));
    assertLevels("c.heunpp2", new HeunPlusPlus());
    assertLevels("c.gradient-estimation", new GradientEstimation(2));
    assertLevels(
        "c.res-multistep", new DpmSolverMultistep(Prediction.DATA, 2, EXACT, LastSteps.FULL_ORDER));
    for (int order = 1; order <= 3; order++) {
      assertLevels("c.er-sde" + order, new ErSde(order));
    }
  }

  private static void assertTable(String name, Solver solver, double last) {
    assertTable(name, solver, last, 0);
  }

  private static void assertTable(String name, Solver solver, double last, int firstDraw) {
    double[] steps = GOLDEN.vector(name + ".timesteps");
    double[] times = new double[steps.length + 1];
    Arrays.setAll(times, k -> k < steps.length ? steps[k] + 1 : last);
    assertGolden(name, run(TABLE, solver, times, onTable(), noise(firstDraw), START));
  }

  private static void assertLevels(String name, Solver solver) {
    assertGolden(name, run(LEVELS, solver, GOLDEN.vector("levels"), onLevels(), start(20)));
  }

  private static Denoiser onTable() {
    return (x, t) -> {
      double alpha = TABLE.alpha(t);
      return Denoised.of(Tensors.combine(1 / alpha, x, -TABLE.sigma(t) / alpha, wavy(x, t - 1)));
    };
  }
}
