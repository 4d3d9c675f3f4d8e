package io.inkwash.solve;

import io.inkwash.denoise.Variance;
import java.util.ArrayList;
import java.util.List;

/** The solvers that tests go through, each at its settings. */
final class EverySolver {
  private EverySolver() {}

  /** All that follow the probability flow on a grid, the adaptive one left out. */
  static List<Solver> deterministic() {
    List<Solver> solvers = new ArrayList<>();
    for (OdeVariable clock : OdeVariable.values()) {
      solvers.add(new Euler(clock));
      solvers.add(new Heun(clock, Churn.NONE));
    }
    solvers.add(new Ddim(0));
    solvers.add(new EulerAncestral(0));
    solvers.add(new Pndm());
    solvers.add(new Plms());
    for (int order = 1; order <= 4; order++) {
      solvers.add(new Lms(order));
    }
    for (int order = 1; order <= 3; order++) {
      solvers.add(new Deis(order));
    }
    for (Prediction prediction : Prediction.values()) {
      for (int order = 1; order <= 3; order++) {
        solvers.add(new DpmSolverMultistep(prediction, order, Form.CORRECTED));
        solvers.add(new DpmSolverSinglestep(prediction, order));
      }
      solvers.add(new DpmSolverMultistep(prediction, 3, Form.PUBLISHED));
    }
    solvers.add(new DpmSolverSde(3, 0, Form.CORRECTED));
    for (UniPc.Variant variant : UniPc.Variant.values()) {
      for (int order = 1; order <= 3; order++) {
        solvers.add(new UniPc(order, variant, UniPc.Corrector.OFF));
        solvers.add(new UniPc(order, variant, UniPc.Corrector.ON));
      }
    }
    return solvers;
  }

  /** All that draw fresh noise on the way. */
  static List<Solver> stochastic() {
    return List.of(
        new Ancestral(Variance.FIXED_SMALL),
        new Ancestral(Variance.FIXED_LARGE),
        new LearnedAncestral(),
        new Ddim(0.5),
        new Ddim(1),
        new EulerAncestral(1),
        new EulerMaruyama(),
        new PredictorCorrector(0.16, 1),
        new AnnealedLangevin(2e-5, 3),
        new Heun(OdeVariable.NOISE, new Churn(0.1, 0.05, 50, 1)),
        new DpmSolverSde(1, 1, Form.CORRECTED),
        new DpmSolverSde(2, 1, Form.CORRECTED),
        new DpmSolverSde(3, 1, Form.CORRECTED),
        new DpmSolverSde(3, 1, Form.PUBLISHED));
  }

  /** All of them. */
  static List<Solver> all() {
    List<Solver> solvers = new ArrayList<>(deterministic());
    solvers.addAll(stochastic());
    solvers.add(new Rk45(1e-5, 1e-5));
    return solvers;
  }
}
