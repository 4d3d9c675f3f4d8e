package io.inkwash.recipe;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.denoise.Variance;
import io.inkwash.solve.Ancestral;
import io.inkwash.solve.AnnealedLangevin;
import io.inkwash.solve.Churn;
import io.inkwash.solve.Ddim;
import io.inkwash.solve.Deis;
import io.inkwash.solve.DpmSolverMultistep;
import io.inkwash.solve.DpmSolverSde;
import io.inkwash.solve.DpmSolverSinglestep;
import io.inkwash.solve.Euler;
import io.inkwash.solve.EulerAncestral;
import io.inkwash.solve.EulerMaruyama;
import io.inkwash.solve.Form;
import io.inkwash.solve.Heun;
import io.inkwash.solve.LearnedAncestral;
import io.inkwash.solve.Lms;
import io.inkwash.solve.OdeVariable;
import io.inkwash.solve.Plms;
import io.inkwash.solve.Pndm;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.PredictorCorrector;
import io.inkwash.solve.Rk45;
import io.inkwash.solve.Solver;
import io.inkwash.solve.UniPc;

/** Sampling rules by name: a line each. */
final class Solvers {
  private Solvers() {}

  /** Sampling rules. */
  static final Registry<Solver> SOLVERS =
      new Registry<Solver>("solver")
          .register(
              "ancestral",
              "variance=small",
              a -> new Ancestral(a.word("variance", Fixed.class).variance),
              "DDPM's sampler; variance small (posterior) or large (beta) (Ho et al. 2020)")
          .register(
              "ddim",
              "eta=0",
              a -> new Ddim(a.number("eta")),
              "DDIM; eta 0 is deterministic, 1 as noisy as DDPM (Song et al. 2021)")
          .register(
              "ancestral-learned",
              new LearnedAncestral(),
              "DDPM's sampler with the model's own variance (Nichol and Dhariwal 2021)")
          .register(
              "euler",
              "clock=noise",
              a -> new Euler(a.word("clock", OdeVariable.class)),
              "Euler on the probability flow; clock noise (sigma/alpha) or time (flow matching)")
          .register(
              "heun",
              "clock=noise, churn=0, churnMin=0, churnMax=Infinity, churnNoise=1",
              Solvers::heun,
              "Heun on the probability flow; churn is EDM's S_churn / steps (Karras et al. 2022)")
          .register(
              "euler-ancestral",
              "eta=1",
              a -> new EulerAncestral(a.number("eta")),
              "k-diffusion's Euler a: DDIM with the same eta")
          .register(
              "euler-maruyama",
              new EulerMaruyama(),
              "straight steps on the reverse SDE; wants many (Song et al. 2021)")
          .register(
              "predictor-corrector",
              "snr=0.16, corrections=1",
              a -> new PredictorCorrector(a.number("snr"), a.integer("corrections")),
              "reverse diffusion with Langevin corrections (Song et al. 2021)")
          .register(
              "annealed-langevin",
              "epsilon=2e-5, corrections=100",
              a -> new AnnealedLangevin(a.number("epsilon"), a.integer("corrections")),
              "Langevin dynamics level by level: x + a/2 score + sqrt(a) z (Song and Ermon 2019)")
          .register("pndm", new Pndm(), "pseudo Runge-Kutta, then multistep (Liu et al. 2022)")
          .register("plms", new Plms(), "PNDM's multistep from the start (latent diffusion)")
          .register(
              "lms",
              "order=4",
              a -> new Lms(a.integer("order")),
              "linear multistep in sigma/alpha, order 1 to 4 (k-diffusion)")
          .register(
              "deis",
              "order=3",
              a -> new Deis(a.integer("order")),
              "exponential multistep in noise, order 1 to 3 (Zhang and Chen 2023)")
          .register(
              "dpm",
              "order=2, form=corrected",
              a -> dpm(a, Prediction.NOISE),
              "DPM-Solver, multistep; form of order 3 corrected or published (Lu et al. 2022)")
          .register(
              "dpm++",
              "order=2, form=corrected",
              a -> dpm(a, Prediction.DATA),
              "DPM-Solver++(2M), (3M); form of order 3 corrected or published (Lu et al. 2022)")
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
              "dpm++sde",
              "order=2, eta=1, form=corrected",
              a ->
                  new DpmSolverSde(a.integer("order"), a.number("eta"), a.word("form", Form.class)),
              "SDE-DPM-Solver++(2M), (3M) (Lu et al. 2022)")
          .register(
              "unipc",
              "order=3, variant=bh2, corrector=on",
              Solvers::uniPc,
              "predictor and corrector at one evaluation a step (Zhao et al. 2023)")
          .register(
              "rk45",
              "relative=1e-5, absolute=1e-5",
              a -> new Rk45(a.number("relative"), a.number("absolute")),
              "adaptive Dormand-Prince, each image with its own steps; one step of grid is enough");

  /** The words for the variances that are not learned. */
  private enum Fixed {
    SMALL(Variance.FIXED_SMALL),
    LARGE(Variance.FIXED_LARGE);

    private final Variance variance;

    Fixed(Variance variance) {
      this.variance = variance;
    }
  }

  private static Solver heun(Arguments a) {
    Churn churn =
        new Churn(
            a.number("churn"), a.number("churnMin"), a.number("churnMax"), a.number("churnNoise"));
    return new Heun(a.word("clock", OdeVariable.class), churn);
  }

  private static Solver dpm(Arguments a, Prediction prediction) {
    return new DpmSolverMultistep(prediction, a.integer("order"), a.word("form", Form.class));
  }

  private static Solver uniPc(Arguments a) {
    return new UniPc(
        a.integer("order"),
        a.word("variant", UniPc.Variant.class),
        a.word("corrector", UniPc.Corrector.class));
  }
}
