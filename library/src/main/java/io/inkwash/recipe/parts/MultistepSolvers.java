package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.solve.Form;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.multistep.CfgPlusPlusMultistep;
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
import io.inkwash.solve.ode.CfgPlusPlus;

/** The solvers that use earlier outputs of the model, a line each. */
final class MultistepSolvers {
  private static final String DPM = "order=2, form=corrected, slope=midpoint, lastSteps=full-order";

  private MultistepSolvers() {}

  static void register(Registry<Solver> solvers) {
    solvers
        .register("pndm", new Pndm(), "pseudo Runge-Kutta, then multistep (Liu et al. 2022)")
        .register(
            "fon",
            new Pndm(OdeVariable.TIME),
            "Runge-Kutta, then multistep, in the path's time (Liu et al. 2022)")
        .register(
            "plms",
            "order=4",
            a -> new Plms(a.integer("order")),
            "PNDM's multistep from the start (latent diffusion); order 2 is S-PNDM")
        .register(
            "ipndm",
            "order=4",
            a -> new Ipndm(a.integer("order")),
            "PNDM's multistep, its order rising from 1 (Zhang and Chen 2023); lms is iPNDM-v")
        .register(
            "lms",
            "order=4",
            a -> new Lms(a.integer("order")),
            "linear multistep in sigma/alpha, order 1 to 4 (k-diffusion)")
        .register(
            "deis",
            "order=3, variable=log-snr, lastSteps=full-order",
            a ->
                new Deis(
                    a.integer("order"),
                    a.word("variable", DeisVariable.class),
                    a.word("lastSteps", LastSteps.class)),
            "exponential multistep in noise; variable log-snr, rho (rhoAB) or time (tAB)"
                + " (Zhang and Chen 2023)")
        .register(
            "dpm",
            DPM,
            a -> dpm(a, Prediction.NOISE),
            "DPM-Solver, multistep; form of order 3 corrected or published (Lu et al. 2022)")
        .register(
            "dpm++",
            DPM,
            a -> dpm(a, Prediction.DATA),
            "DPM-Solver++(2M), (3M); slope exact is RES multistep (Lu et al. 2022)")
        .register(
            "dpm-grid",
            "order=3, slope=midpoint",
            a -> grid(a, Prediction.NOISE),
            "single-step DPM-Solver whose inner times are the grid's (diffusers' singlestep)")
        .register(
            "dpm++grid",
            "order=2, slope=midpoint",
            a -> grid(a, Prediction.DATA),
            "single-step DPM-Solver++ whose inner times are the grid's (diffusers' singlestep)")
        .register(
            "unipc",
            "order=3, variant=bh2, corrector=on, prediction=data, uncorrected=0,"
                + " lastSteps=full-order",
            MultistepSolvers::uniPc,
            "predictor and corrector at one evaluation a step (Zhao et al. 2023)")
        .register(
            "sa-solver",
            "predictor=2, corrector=2, tau=1, from=0.2, to=0.8, prediction=data,"
                + " lastSteps=lower-order, mode=pec",
            MultistepSolvers::saSolver,
            "stochastic Adams; tau 0 is deterministic, 1 the reverse SDE; mode pece evaluates twice"
                + " (Xue et al. 2023)")
        .register(
            "gradient-estimation",
            "gamma=2",
            a -> new GradientEstimation(a.number("gamma")),
            "DDIM along an extrapolated noise (Permenter and Yuan 2024)")
        .register(
            "dpm++cfg++",
            new CfgPlusPlusMultistep(),
            "DPM-Solver++(2M) along the unconditional noise of CFG++ (Chung et al. 2024)")
        .register(
            "gradient-estimation-cfg++",
            "gamma=2",
            a -> new CfgPlusPlus(new GradientEstimation(a.number("gamma"))),
            "gradient-estimation along the unconditional noise of CFG++ (Chung et al. 2024)");
  }

  private static Solver dpm(Arguments a, Prediction prediction) {
    return new DpmSolverMultistep(
        prediction,
        a.integer("order"),
        new Multistep(a.word("slope", Multistep.Slope.class), a.word("form", Form.class)),
        a.word("lastSteps", LastSteps.class));
  }

  private static Solver grid(Arguments a, Prediction prediction) {
    return new DpmSolverOnGrid(
        prediction, a.integer("order"), a.word("slope", Multistep.Slope.class));
  }

  private static Solver uniPc(Arguments a) {
    return new UniPc(
        a.word("prediction", Prediction.class),
        a.integer("order"),
        a.word("variant", SlopeWeight.class),
        a.word("corrector", UniPc.Corrector.class),
        a.integer("uncorrected"),
        a.word("lastSteps", LastSteps.class));
  }

  private static Solver saSolver(Arguments a) {
    return new SaSolver(
        a.word("prediction", Prediction.class),
        a.integer("predictor"),
        a.integer("corrector"),
        a.number("tau"),
        a.number("from"),
        a.number("to"),
        a.word("lastSteps", LastSteps.class),
        a.word("mode", SaSolver.Mode.class));
  }
}
