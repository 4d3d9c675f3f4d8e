package io.inkwash.solve;

import static io.inkwash.solve.PublishedRuns.GOLDEN;
import static io.inkwash.solve.PublishedRuns.LEVELS;
import static io.inkwash.solve.PublishedRuns.assertGolden;
import static io.inkwash.solve.PublishedRuns.onLevels;
import static io.inkwash.solve.PublishedRuns.run;
import static io.inkwash.solve.PublishedRuns.start;

import io.inkwash.denoise.ClassifierFreePlusPlus;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.solve.multistep.CfgPlusPlusMultistep;
import io.inkwash.solve.multistep.GradientEstimation;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.ode.CfgPlusPlus;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.solve.sde.MultistepAncestral;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.torch.Torch;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Solvers that ComfyUI has, against its numbers. */
class PublishedComfyUiTest {
  private static final double[] TIMES = GOLDEN.vector("levels");

  @BeforeAll
  static void init() {
    Torch.init(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void stochasticSolvers(double eta) {
    assertLevels("c.res-multistep-ancestral-" + eta, new MultistepAncestral(eta));
    for (int stages = 2; stages <= 3; stages++) {
      for (FreshNoise fresh : FreshNoise.values()) {
        assertLevels("c.seeds" + stages + "-" + eta, new Seeds(stages, eta, fresh));
      }
    }
    for (FreshNoise fresh : FreshNoise.values()) {
      assertLevels("c.exp-heun-" + eta, new Seeds(2, 1, Multistep.Slope.EXACT, eta, fresh));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.6, 1})
  void cfgPlusPlusWithFreshNoise(double eta) {
    assertGuided("c.euler-cfg++-" + eta, new EulerAncestral(eta));
    Solver single = new DpmSolverSinglestep(Prediction.DATA, 2);
    assertGuided("c.dpm++2s-cfg++-" + eta, new Renoised(single, eta));
  }

  @ParameterizedTest
  @ValueSource(doubles = 2)
  void cfgPlusPlusWithHistory(double gamma) {
    assertGuided("c.gradient-estimation-cfg++", new GradientEstimation(gamma));
    double[] found = run(LEVELS, new CfgPlusPlusMultistep(), TIMES, guided(), start(20));
    assertGolden("c.dpm++2m-cfg++", found);
  }

  /** On levels that do not end at data, before which that code lowers the orders. */
  @ParameterizedTest
  @EnumSource
  void saSolver(SaSolver.Mode mode) {
    double[] times = Arrays.copyOf(TIMES, TIMES.length - 1);
    int[][] orders = {{2, 2}, {1, 1}, {3, 4}};
    String name = mode == SaSolver.Mode.PECE ? "-pece-" : "-pec-";
    for (int[] order : orders) {
      for (double tau : new double[] {0, 1}) {
        Solver solver =
            new SaSolver(
                Prediction.DATA, order[0], order[1], tau, 0, 1, LastSteps.FULL_ORDER, mode);
        double[] found = run(LEVELS, solver, times, onLevels(), start(20));
        assertGolden("c.sa-" + order[0] + order[1] + name + tau, found);
      }
    }
  }

  private static void assertLevels(String name, Solver solver) {
    assertGolden(name, run(LEVELS, solver, TIMES, onLevels(), start(20)));
  }

  private static void assertGuided(String name, Solver inner) {
    assertGolden(name, run(LEVELS, new CfgPlusPlus(inner), TIMES, guided(), start(20)));
  }

  /** As in samplers.py, six tenths of the way from the unconditional model. */
  private static Denoiser guided() {
    Denoiser conditional = onLevels();
    Denoiser unconditional =
        (x, sigma) ->
            Denoised.of(
                conditional.denoise(x, sigma).x0().mul(new Scalar(0.8)).sub_(new Scalar(0.1)));
    return new ClassifierFreePlusPlus(conditional, unconditional, 0.6);
  }
}
