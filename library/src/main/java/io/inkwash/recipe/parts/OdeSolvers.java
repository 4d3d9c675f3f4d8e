package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.ode.CfgPlusPlus;
import io.inkwash.solve.ode.Churn;
import io.inkwash.solve.ode.Churned;
import io.inkwash.solve.ode.DpmSolverAdaptive;
import io.inkwash.solve.ode.DpmSolverFast;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.ode.Euler;
import io.inkwash.solve.ode.ExponentialRungeKutta;
import io.inkwash.solve.ode.Heun;
import io.inkwash.solve.ode.HeunPlusPlus;
import io.inkwash.solve.ode.MeanVelocity;
import io.inkwash.solve.ode.PidControl;
import io.inkwash.solve.ode.Rk45;

/** The solvers of the probability-flow ODE that step from one state alone, a line each. */
final class OdeSolvers {
  private static final String CHURN = "churn=0, churnMin=0, churnMax=Infinity, churnNoise=1";

  private OdeSolvers() {}

  static void register(Registry<Solver> solvers) {
    solvers
        .register(
            "euler",
            "variable=noise, " + CHURN,
            a -> churned(new Euler(a.word("variable", OdeVariable.class)), a),
            "Euler on the probability flow; variable noise (sigma/alpha) or time (flow matching)")
        .register(
            "mean-flow",
            new MeanVelocity(),
            "along the mean velocity of each step, for models of recipe mean-flow-small (Geng et al."
                + " 2025)")
        .register(
            "euler-cfg++",
            new CfgPlusPlus(new Euler(OdeVariable.NOISE)),
            "Euler along the unconditional noise of CFG++ (Chung et al. 2024)")
        .register(
            "heun",
            "variable=noise, " + CHURN + ", stage=1",
            a -> new Heun(a.word("variable", OdeVariable.class), churn(a), a.number("stage")),
            "Heun on the probability flow; churn is EDM's S_churn / steps (Karras et al. 2022)")
        .register(
            "heun++",
            new HeunPlusPlus(),
            "the mean of three slopes, of the grid's next times (ComfyUI's heunpp2)")
        .register(
            "dpm2",
            CHURN,
            a -> churned(new DpmSolverSinglestep(Prediction.NOISE, 2), a),
            "k-diffusion's DPM2: DPM-Solver-2 with churn")
        .register(
            "dpm-single",
            "order=3",
            a -> new DpmSolverSinglestep(Prediction.NOISE, a.integer("order")),
            "DPM-Solver-2 and -3: as many evaluations a step as the order (Lu et al. 2022)")
        .register(
            "dpm++single",
            "order=2",
            a -> new DpmSolverSinglestep(Prediction.DATA, a.integer("order")),
            "DPM-Solver++(2S), (3S): as many evaluations a step as the order (Lu et al. 2022)")
        .register(
            "dpm-fast",
            "rest=0, eta=0",
            a -> new DpmSolverFast(a.integer("rest"), a.number("eta")),
            "DPM-Solver-fast: order 3, lower in the last steps (Lu et al. 2022)")
        .register(
            "dpm-adaptive",
            "order=3, relative=0.05, absolute=0.0078, firstStep=0.05, proportional=0, integral=1,"
                + " derivative=0, accept=0.81, eta=0",
            OdeSolvers::adaptive,
            "DPM-Solver-12 and -23, each image with its own steps; one step of grid is enough")
        .register(
            "res",
            "stages=2, middle=0.5",
            a -> new ExponentialRungeKutta(a.integer("stages"), a.number("middle")),
            "refined exponential solver of 2 or 3 stages: res_2s, res_3s (Zhang et al. 2023)")
        .register(
            "rk45",
            "relative=1e-5, absolute=1e-5",
            a -> new Rk45(a.number("relative"), a.number("absolute")),
            "adaptive Dormand-Prince, each image with its own steps; one step of grid is enough");
  }

  private static Churn churn(Arguments a) {
    return new Churn(
        a.number("churn"), a.number("churnMin"), a.number("churnMax"), a.number("churnNoise"));
  }

  private static Solver churned(Solver inner, Arguments a) {
    Churn churn = churn(a);
    return churn.gamma() == 0 ? inner : new Churned(inner, churn);
  }

  private static Solver adaptive(Arguments a) {
    PidControl control =
        new PidControl(
            a.number("proportional"),
            a.number("integral"),
            a.number("derivative"),
            a.number("accept"));
    return new DpmSolverAdaptive(
        a.integer("order"),
        a.number("relative"),
        a.number("absolute"),
        a.number("firstStep"),
        control,
        a.number("eta"));
  }
}
