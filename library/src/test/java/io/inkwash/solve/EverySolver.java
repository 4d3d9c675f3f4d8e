package io.inkwash.solve;

import io.inkwash.catalog.Spec;
import io.inkwash.denoise.Variance;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.solve.multistep.Deis;
import io.inkwash.solve.multistep.DeisVariable;
import io.inkwash.solve.multistep.DpmSolverMultistep;
import io.inkwash.solve.multistep.DpmSolverOnGrid;
import io.inkwash.solve.multistep.GradientEstimation;
import io.inkwash.solve.multistep.Ipndm;
import io.inkwash.solve.multistep.Lms;
import io.inkwash.solve.multistep.Plms;
import io.inkwash.solve.multistep.Pndm;
import io.inkwash.solve.multistep.SaSolver;
import io.inkwash.solve.multistep.SlopeWeight;
import io.inkwash.solve.multistep.UniPc;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DpmSolverAdaptive;
import io.inkwash.solve.ode.DpmSolverFast;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.ExponentialRungeKutta;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.ode.PidControl;
import io.inkwash.solve.ode.Rk45;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.AnnealedLangevin;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.DpmSolverSdeSinglestep;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.solve.sde.EulerMaruyama;
import io.inkwash.solve.sde.LearnedAncestral;
import io.inkwash.solve.sde.MultistepAncestral;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.solve.sde.Tcd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The solvers that tests go through, each at its settings. */
final class EverySolver {
  private EverySolver() {}

  /** All that follow the probability flow on a grid, the adaptive one left out. */
  static List<Solver> deterministic() {
    List<Solver> solvers = new ArrayList<>();
    for (OdeVariable variable : OdeVariable.values()) {
      solvers.add(new Euler(variable));
      solvers.add(new Heun(variable, Churn.NONE));
    }
    solvers.add(new Heun(OdeVariable.NOISE, Churn.NONE, 0.75));
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
    for (SlopeWeight variant : SlopeWeight.values()) {
      for (int order = 1; order <= 3; order++) {
        solvers.add(new UniPc(order, variant, UniPc.Corrector.OFF));
        solvers.add(new UniPc(order, variant, UniPc.Corrector.ON));
      }
    }
    for (Multistep.Slope slope : Multistep.Slope.values()) {
      for (Prediction prediction : Prediction.values()) {
        Multistep rule = new Multistep(slope, Form.CORRECTED);
        solvers.add(new DpmSolverMultistep(prediction, 2, rule, LastSteps.FULL_ORDER));
        solvers.add(new DpmSolverOnGrid(prediction, 2, slope));
        solvers.add(new DpmSolverOnGrid(prediction, 3, slope));
      }
    }
    for (Prediction prediction : Prediction.values()) {
      UniPc.Corrector on = UniPc.Corrector.ON;
      solvers.add(new UniPc(prediction, 2, SlopeWeight.VARY, on, 2, LastSteps.FULL_ORDER));
      solvers.add(new SaSolver(prediction, 1, 2, 0, 0, 1, LastSteps.FULL_ORDER));
      solvers.add(new SaSolver(prediction, 2, 3, 0, 0, 1, LastSteps.FULL_ORDER));
    }
    for (DeisVariable variable : DeisVariable.values()) {
      solvers.add(new Deis(3, variable, LastSteps.FULL_ORDER));
    }
    solvers.add(new Ipndm(4));
    solvers.add(new GradientEstimation(1.5));
    solvers.add(new Renoised(new DpmSolverSinglestep(Prediction.DATA, 2), 0));
    solvers.add(new DpmSolverSdeSinglestep(0, 0.5, FreshNoise.BROWNIAN));
    solvers.add(new ExponentialRungeKutta(2));
    solvers.add(new ExponentialRungeKutta(3));
    solvers.add(new ExponentialRungeKutta(2, 1));
    solvers.add(new Tcd(0));
    solvers.add(new Seeds(2, 0, FreshNoise.INDEPENDENT));
    solvers.add(new Seeds(3, 0, FreshNoise.INDEPENDENT));
    solvers.add(new Seeds(2, 1, Multistep.Slope.EXACT, 0, FreshNoise.INDEPENDENT));
    solvers.add(new MultistepAncestral(0));
    solvers.add(
        new SaSolver(Prediction.DATA, 2, 3, 0, 0, 1, LastSteps.FULL_ORDER, SaSolver.Mode.PECE));
    registered(false).filter(s -> !adaptive(s)).forEach(solvers::add);
    return solvers.stream().distinct().toList();
  }

  /** Whether a solver chooses its own steps, so that it has no order on a grid. */
  static boolean adaptive(Solver solver) {
    return solver instanceof Rk45 || solver instanceof DpmSolverAdaptive;
  }

  /** What the catalog holds, each with its defaults. */
  private static Stream<Solver> registered(boolean stochastic) {
    return Catalog.SOLVERS.names().stream()
        .map(name -> Catalog.SOLVERS.make(Spec.parse(name)))
        .filter(solver -> solver.stochastic() == stochastic);
  }

  /** All that draw fresh noise on the way. */
  static List<Solver> stochastic() {
    List<Solver> solvers = new ArrayList<>(explicit());
    registered(true)
        .filter(s -> !(s instanceof AnnealedLangevin)) // its hundred steps a level take long
        .forEach(solvers::add);
    return solvers.stream().distinct().toList();
  }

  private static List<Solver> explicit() {
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
        new DpmSolverSde(3, 1, Form.PUBLISHED),
        new Churned(new DpmSolverSinglestep(Prediction.NOISE, 2), new Churn(0.1, 0.05, 50, 1)),
        new DpmSolverAdaptive(3, 0.05, 0.0078, 0.05, PidControl.STANDARD, 1),
        new DpmSolverFast(0, 1));
  }

  /** All of them. */
  static List<Solver> all() {
    List<Solver> solvers = new ArrayList<>(deterministic());
    solvers.addAll(stochastic());
    solvers.add(new Rk45(1e-5, 1e-5));
    solvers.add(DpmSolverAdaptive.standard(2));
    return solvers;
  }
}
