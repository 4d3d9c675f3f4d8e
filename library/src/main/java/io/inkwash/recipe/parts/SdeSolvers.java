package io.inkwash.recipe.parts;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.denoise.Variance;
import io.inkwash.solve.Form;
import io.inkwash.solve.FreshNoise;
import io.inkwash.solve.LastSteps;
import io.inkwash.solve.Multistep;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.Solver;
import io.inkwash.solve.ode.CfgPlusPlus;
import io.inkwash.solve.ode.DpmSolverSinglestep;
import io.inkwash.solve.sde.Ancestral;
import io.inkwash.solve.sde.AnnealedLangevin;
import io.inkwash.solve.sde.Consistency;
import io.inkwash.solve.sde.Ddim;
import io.inkwash.solve.sde.DpmSolverSde;
import io.inkwash.solve.sde.DpmSolverSdeSinglestep;
import io.inkwash.solve.sde.ErSde;
import io.inkwash.solve.sde.EulerAncestral;
import io.inkwash.solve.sde.EulerMaruyama;
import io.inkwash.solve.sde.LearnedAncestral;
import io.inkwash.solve.sde.MultistepAncestral;
import io.inkwash.solve.sde.PredictorCorrector;
import io.inkwash.solve.sde.Renoised;
import io.inkwash.solve.sde.ReverseDiffusion;
import io.inkwash.solve.sde.Seeds;
import io.inkwash.solve.sde.Tcd;

/** The solvers with fresh noise, a line each. */
final class SdeSolvers {
  private SdeSolvers() {}

  static void register(Registry<Solver> solvers) {
    solvers
        .register(
            "ancestral",
            "variance=small",
            a -> new Ancestral(a.word("variance", Fixed.class).variance),
            "DDPM's sampler; variance small (posterior) or large (beta) (Ho et al. 2020)")
        .register(
            "ancestral-learned",
            new LearnedAncestral(),
            "DDPM's sampler with the model's own variance (Nichol and Dhariwal 2021)")
        .register(
            "ddim",
            "eta=0",
            a -> new Ddim(a.number("eta")),
            "DDIM; eta 0 is deterministic, 1 as noisy as DDPM (Song et al. 2021)")
        .register(
            "euler-ancestral",
            "eta=1",
            a -> new EulerAncestral(a.number("eta")),
            "k-diffusion's Euler a: DDIM with the same eta")
        .register(
            "dpm2-ancestral",
            "eta=1",
            a -> new Renoised(new DpmSolverSinglestep(Prediction.NOISE, 2), a.number("eta")),
            "k-diffusion's DPM2 a: DPM-Solver-2 to a lower level, then fresh noise")
        .register(
            "dpm++2s-ancestral",
            "eta=1",
            a -> new Renoised(new DpmSolverSinglestep(Prediction.DATA, 2), a.number("eta")),
            "k-diffusion's DPM++ 2S a: DPM-Solver++(2S) to a lower level, then fresh noise")
        .register(
            "res-ancestral",
            "eta=1",
            a -> new MultistepAncestral(a.number("eta")),
            "RES multistep to a lower level, then fresh noise (ComfyUI's res_multistep_ancestral)")
        .register(
            "euler-ancestral-cfg++",
            "eta=1",
            a -> new CfgPlusPlus(new EulerAncestral(a.number("eta"))),
            "euler-ancestral along the unconditional noise of CFG++ (Chung et al. 2024)")
        .register(
            "dpm++2s-ancestral-cfg++",
            "eta=1",
            a ->
                new CfgPlusPlus(
                    new Renoised(new DpmSolverSinglestep(Prediction.DATA, 2), a.number("eta"))),
            "dpm++2s-ancestral along the unconditional noise of CFG++ (Chung et al. 2024)")
        .register(
            "res-ancestral-cfg++",
            "eta=1",
            a -> new CfgPlusPlus(new MultistepAncestral(a.number("eta"))),
            "res-ancestral along the unconditional noise of CFG++ (Chung et al. 2024)")
        .register(
            "seeds",
            "stages=3, middle=0.5, slope=midpoint, eta=1, fresh=independent",
            SdeSolvers::seeds,
            "SEEDS-2, -3: as many evaluations a step as stages (Gonzalez et al. 2023)")
        .register(
            "dpm++sde-single",
            "eta=1, middle=0.5, fresh=brownian",
            a ->
                new DpmSolverSdeSinglestep(
                    a.number("eta"), a.number("middle"), a.word("fresh", FreshNoise.class)),
            "k-diffusion's DPM++ SDE; fresh noise independent, or of one brownian path")
        .register(
            "dpm++sde",
            "order=2, eta=1, form=corrected, slope=midpoint, lastSteps=full-order, fresh=independent",
            a -> dpmSde(a, Prediction.DATA),
            "SDE-DPM-Solver++(2M), (3M) (Lu et al. 2022)")
        .register(
            "dpm-sde",
            "order=2, eta=1, form=corrected, slope=midpoint, lastSteps=full-order, fresh=independent",
            a -> dpmSde(a, Prediction.NOISE),
            "SDE-DPM-Solver in noise prediction (Lu et al. 2022)")
        .register(
            "er-sde",
            "order=3",
            a -> new ErSde(a.integer("order")),
            "ER-SDE-Solver, order 1 to 3 (Cui et al. 2023)")
        .register(
            "euler-maruyama",
            new EulerMaruyama(),
            "straight steps on the reverse SDE; wants many (Song et al. 2021)")
        .register(
            "reverse-diffusion",
            new ReverseDiffusion(),
            "score SDEs' predictor alone; wants many steps (Song et al. 2021)")
        .register(
            "predictor-corrector",
            "snr=0.16, corrections=1, predictor=reverse-diffusion, corrector=langevin",
            a ->
                new PredictorCorrector(
                    a.word("predictor", Predictor.class).solver(),
                    a.word("corrector", PredictorCorrector.Corrector.class),
                    a.number("snr"),
                    a.integer("corrections")),
            "a predictor (reverse-diffusion, ancestral or euler-maruyama) with Langevin corrections"
                + " (Song et al. 2021)")
        .register(
            "annealed-langevin",
            "epsilon=2e-5, corrections=100",
            a -> new AnnealedLangevin(a.number("epsilon"), a.integer("corrections")),
            "Langevin dynamics level by level: x + a/2 score + sqrt(a) z (Song and Ermon 2019)")
        .register(
            "lcm",
            new Consistency(),
            "multistep consistency sampling, for students distilled for it (Song et al. 2023)")
        .register(
            "tcd",
            "gamma=0.3",
            a -> new Tcd(a.number("gamma")),
            "trajectory consistency; gamma 0 is DDIM, 1 the noisiest (Zheng et al. 2024)");
  }

  /** The words for the variances that are not learned. */
  private enum Fixed {
    SMALL(Variance.FIXED_SMALL),
    LARGE(Variance.FIXED_LARGE);

    private final Variance variance;

    Fixed(Variance variance) {
      this.variance = variance;
    }
  }

  /** The words for predictors. */
  private enum Predictor {
    REVERSE_DIFFUSION {
      @Override
      Solver solver() {
        return new ReverseDiffusion();
      }
    },
    ANCESTRAL {
      @Override
      Solver solver() {
        return new Ancestral(Variance.FIXED_SMALL);
      }
    },
    EULER_MARUYAMA {
      @Override
      Solver solver() {
        return new EulerMaruyama();
      }
    };

    abstract Solver solver();
  }

  private static Solver seeds(Arguments a) {
    return new Seeds(
        a.integer("stages"),
        a.number("middle"),
        a.word("slope", Multistep.Slope.class),
        a.number("eta"),
        a.word("fresh", FreshNoise.class));
  }

  private static Solver dpmSde(Arguments a, Prediction prediction) {
    return new DpmSolverSde(
        prediction,
        a.integer("order"),
        a.number("eta"),
        new Multistep(a.word("slope", Multistep.Slope.class), a.word("form", Form.class)),
        a.word("lastSteps", LastSteps.class),
        a.word("fresh", FreshNoise.class));
  }
}
