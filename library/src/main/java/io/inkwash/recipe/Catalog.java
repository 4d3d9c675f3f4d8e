package io.inkwash.recipe;

import io.inkwash.nn.AdmConfig;
import io.inkwash.nn.AdmUNet;
import io.inkwash.nn.Heads;
import io.inkwash.nn.Modulation;
import io.inkwash.nn.Resampling;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.prediction.TimeLabel;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.solve.Ancestral;
import io.inkwash.solve.AnnealedLangevin;
import io.inkwash.solve.Churn;
import io.inkwash.solve.Clock;
import io.inkwash.solve.Ddim;
import io.inkwash.solve.Deis;
import io.inkwash.solve.DpmSolverMultistep;
import io.inkwash.solve.DpmSolverSde;
import io.inkwash.solve.DpmSolverSinglestep;
import io.inkwash.solve.Euler;
import io.inkwash.solve.EulerAncestral;
import io.inkwash.solve.EulerMaruyama;
import io.inkwash.solve.FixedVariance;
import io.inkwash.solve.Form;
import io.inkwash.solve.Heun;
import io.inkwash.solve.LearnedAncestral;
import io.inkwash.solve.Lms;
import io.inkwash.solve.Plms;
import io.inkwash.solve.Pndm;
import io.inkwash.solve.Prediction;
import io.inkwash.solve.PredictorCorrector;
import io.inkwash.solve.Rk45;
import io.inkwash.solve.Solver;
import io.inkwash.solve.UniPc;
import io.inkwash.time.Exponential;
import io.inkwash.time.Karras;
import io.inkwash.time.LogNormalSigma;
import io.inkwash.time.LogitNormal;
import io.inkwash.time.Sections;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.TimeSampler;
import io.inkwash.torch.Adam;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.List;

/** Every value of the algebra by its name. To add one, write its record and one line here. */
public final class Catalog {
  private Catalog() {}

  /** Forward processes. */
  public static final Shelf<GaussianPath> PATHS =
      new Shelf<GaussianPath>("path")
          .add(
              "linear-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a -> DiscretePath.of(linearBetas(a)),
              "DDPM: betas in a straight line, scaled by 1000/timesteps (Ho et al. 2020)")
          .add(
              "cosine-betas",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.cosine(a.integer("timesteps"))),
              "Improved DDPM: alphaBar falls like a squared cosine (Nichol and Dhariwal 2021)")
          .add(
              "scaled-linear-betas",
              "timesteps=1000, from=0.00085, to=0.012",
              a -> DiscretePath.of(scaledLinearBetas(a)),
              "latent diffusion: square roots of betas in a straight line (Rombach et al. 2022)")
          .add(
              "sigmoid-betas",
              "timesteps=1000",
              a -> DiscretePath.of(Betas.sigmoidAlphaBar(a.integer("timesteps"))),
              "alphaBar falls like a sigmoid (Jabri et al. 2023)")
          .add(
              "zero-snr-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a -> DiscretePath.of(linearBetas(a).rescaleZeroTerminalSnr()),
              "linear betas rescaled to end in pure noise (Lin et al. 2024); not for the noise target")
          .add(
              "ncsn-levels",
              "from=0.01, to=1, timesteps=10",
              a -> new VeLevels(a.number("from"), a.number("to"), a.integer("timesteps")),
              "NCSN: a geometric ladder of noise levels (Song and Ermon 2019)")
          .add(
              "vp",
              "betaMin=0.1, betaMax=20",
              a -> Vp.linear(a.number("betaMin"), a.number("betaMax")),
              "variance preserving SDE with linear beta(t) (Song et al. 2021)")
          .add("vp-cosine", Vp.cosine(), "variance preserving, alpha a cosine of t")
          .add("sub-vp", SubVp.linear(), "sub-VP SDE (Song et al. 2021)")
          .add("ve", Ve.geometric(), "variance exploding SDE, sigma 0.01 to 50 (Song et al. 2021)")
          .add("edm", Edm.standard(), "alpha 1, sigma t, 0.002 to 80 (Karras et al. 2022)")
          .add(
              "rectified-flow",
              RectifiedFlow.standard(),
              "straight lines, alpha 1 - t, sigma t (Liu et al. 2023)");

  /** What a network predicts. */
  public static final Shelf<Target> TARGETS =
      new Shelf<Target>("target")
          .add("noise", Targets.noise(), "the noise in the image (Ho et al. 2020)")
          .add("x0", Targets.x0(), "the clean image")
          .add("v", Targets.v(), "alpha eps - sigma x0 (Salimans and Ho 2022)")
          .add("velocity", Targets.velocity(), "dx/dt along the path (flow matching)")
          .add("score", Targets.score(), "the gradient of log p(x_t | x0), -eps / sigma")
          .add(
              "posterior-mean",
              Targets.posteriorMean(),
              "the mean of q(x_{t-1} | x_t, x0) (Ho et al. 2020, equation 8)")
          .add(
              "edm",
              "sigmaData=0.5",
              a -> Targets.edm(a.number("sigmaData")),
              "EDM's network target, of unit variance at every level (Karras et al. 2022)");

  /** How the noisy image is scaled before the network sees it. */
  public static final Shelf<InputScale> SCALES =
      new Shelf<InputScale>("scale")
          .add("identity", InputScale.identity(), "as it is")
          .add(
              "unit-variance",
              "sigmaData=0.5",
              a -> InputScale.unitVariance(a.number("sigmaData")),
              "to variance 1: EDM's c_in on every path");

  /** How the network is told the time. */
  public static final Shelf<TimeLabel> LABELS =
      new Shelf<TimeLabel>("label")
          .add("index", TimeLabel.index(), "the 0-based index into the table of betas, t - 1")
          .add(
              "rescaled-index",
              TimeLabel.rescaledIndex(),
              "the index stretched to 0..1000 (improved-diffusion)")
          .add(
              "time",
              "factor=999",
              a -> TimeLabel.scaled(a.number("factor")),
              "a multiple of t (score_sde: 999 t)")
          .add("sigma", TimeLabel.sigma(), "the noise level itself")
          .add(
              "log-sigma",
              "factor=0.25",
              a -> TimeLabel.logSigma(a.number("factor")),
              "a multiple of log(sigma/alpha) (EDM's c_noise: 1/4)")
          .add("log-snr", TimeLabel.logSnr(), "log(alpha^2 / sigma^2)");

  /** How much each noise level counts in the loss. */
  public static final Shelf<Weighting> WEIGHTINGS =
      new Shelf<Weighting>("weighting")
          .add("simple", Weightings.simple(), "1 on the squared noise error: L_simple of DDPM")
          .add(
              "unit-velocity",
              Weightings.unit(Targets.velocity()),
              "1 on the squared velocity error (flow matching)")
          .add("vlb", Weightings.vlb(), "the variational bound in continuous time")
          .add(
              "likelihood",
              Weightings.likelihood(),
              "g(t)^2 on the squared score error; the same weights as vlb (Song et al. 2021)")
          .add(
              "min-snr",
              "gamma=5",
              a -> Weightings.minSnr(a.number("gamma")),
              "min(SNR, gamma) on the squared x0 error (Hang et al. 2023)")
          .add(
              "soft-min-snr",
              "gamma=5",
              a -> Weightings.softMinSnr(a.number("gamma")),
              "a smooth min-SNR (Crowson et al. 2024)")
          .add(
              "truncated-snr",
              Weightings.truncatedSnr(),
              "max(SNR, 1) on the squared x0 error (Salimans and Ho 2022)")
          .add(
              "p2",
              "k=1, gamma=1",
              a -> Weightings.p2(a.number("k"), a.number("gamma")),
              "less weight on faint noise (Choi et al. 2022)")
          .add(
              "edm",
              "sigmaData=0.5",
              a -> Weightings.edm(a.number("sigmaData")),
              "1 on EDM's target (Karras et al. 2022)");

  /** Where training times come from. */
  public static final Shelf<TimeSampler> TIMES =
      new Shelf<TimeSampler>("times")
          .add("discrete", "", a -> TimeSampler.discrete(), "each step of a discrete path alike")
          .add("uniform", "", a -> TimeSampler.uniform(), "uniform over the path's time")
          .add(
              "stratified",
              "",
              a -> TimeSampler.stratified(),
              "uniform, one in each of as many strata as images (Kingma et al. 2021)")
          .add(
              "log-normal-sigma",
              "mean=-1.2, sd=1.2",
              a -> new LogNormalSigma(a.number("mean"), a.number("sd")),
              "log sigma normally distributed (Karras et al. 2022)")
          .add(
              "logit-normal",
              "mean=0, sd=1",
              a -> new LogitNormal(a.number("mean"), a.number("sd")),
              "logit t normally distributed (Esser et al. 2024)")
          .add(
              "loss-second-moment",
              "timesteps=1000",
              a -> TimeSampler.lossSecondMoment(a.integer("timesteps")),
              "where losses are large more often (Nichol and Dhariwal 2021)");

  /** Architectures. */
  public static final Shelf<Architecture> NETWORKS =
      new Shelf<Architecture>("network")
          .add(
              "simple-unet",
              "width=64, timeWidth=32",
              a -> simpleUNet(a.integer("width"), a.integer("timeWidth")),
              "three levels, no attention; 2,979,265 parameters at width 64 and one channel")
          .add(
              "adm-unet",
              "width=128, multipliers=1:2:2:2, blocks=3, attention=2:4, heads=4, headWidth=0,"
                  + " order=legacy, modulation=scale-shift, resampling=convolution, dropout=0.3,"
                  + " classes=0, outputs=1, sizes=exact",
              a -> admUNet(admConfig(a), a.integer("outputs")),
              "attention where pictures are 2 and 4 times smaller (Nichol and Dhariwal 2021; Dhariwal"
                  + " and Nichol 2021)")
          .add(
              "diffunet",
              "outputs=1",
              a -> admUNet(AdmConfig.diffUNet(1, 1), a.integer("outputs")),
              "deepinv's: six levels, any size; 93,555,841 parameters at one channel");

  /** Optimisers. */
  public static final Shelf<Adam.Settings> OPTIMIZERS =
      new Shelf<Adam.Settings>("optimizer")
          .add(
              "adamw",
              "beta1=0.9, beta2=0.999, eps=1e-8, weightDecay=0.01",
              a -> adam(a, Adam.Decay.DECOUPLED),
              "AdamW (Loshchilov and Hutter 2019)")
          .add(
              "adam",
              "beta1=0.9, beta2=0.999, eps=1e-8, weightDecay=0",
              a -> adam(a, Adam.Decay.L2),
              "Adam (Kingma and Ba 2015)");

  /** Sampling rules. */
  public static final Shelf<Solver> SOLVERS =
      new Shelf<Solver>("solver")
          .add(
              "ancestral",
              "variance=small",
              a -> new Ancestral(a.word("variance", FixedVariance.class)),
              "DDPM's sampler; variance small (posterior) or large (beta) (Ho et al. 2020)")
          .add(
              "ddim",
              "eta=0",
              a -> new Ddim(a.number("eta")),
              "DDIM; eta 0 is deterministic, 1 as noisy as DDPM (Song et al. 2021)")
          .add(
              "ancestral-learned",
              new LearnedAncestral(),
              "DDPM's sampler with the model's own variance (Nichol and Dhariwal 2021)")
          .add(
              "euler",
              "clock=noise",
              a -> new Euler(a.word("clock", Clock.class)),
              "Euler on the probability flow; clock noise (sigma/alpha) or time (flow matching)")
          .add(
              "heun",
              "clock=noise, churn=0, churnMin=0, churnMax=Infinity, churnNoise=1",
              Catalog::heun,
              "Heun on the probability flow; churn is EDM's S_churn / steps (Karras et al. 2022)")
          .add(
              "euler-ancestral",
              "eta=1",
              a -> new EulerAncestral(a.number("eta")),
              "k-diffusion's Euler a: DDIM with the same eta")
          .add(
              "euler-maruyama",
              new EulerMaruyama(),
              "straight steps on the reverse SDE; wants many (Song et al. 2021)")
          .add(
              "predictor-corrector",
              "snr=0.16, corrections=1",
              a -> new PredictorCorrector(a.number("snr"), a.integer("corrections")),
              "reverse diffusion with Langevin corrections (Song et al. 2021)")
          .add(
              "annealed-langevin",
              "epsilon=2e-5, corrections=100",
              a -> new AnnealedLangevin(a.number("epsilon"), a.integer("corrections")),
              "Langevin dynamics level by level: x + a/2 score + sqrt(a) z (Song and Ermon 2019)")
          .add("pndm", new Pndm(), "pseudo Runge-Kutta, then multistep (Liu et al. 2022)")
          .add("plms", new Plms(), "PNDM's multistep from the start (latent diffusion)")
          .add(
              "lms",
              "order=4",
              a -> new Lms(a.integer("order")),
              "linear multistep in sigma/alpha, order 1 to 4 (k-diffusion)")
          .add(
              "deis",
              "order=3",
              a -> new Deis(a.integer("order")),
              "exponential multistep in noise, order 1 to 3 (Zhang and Chen 2023)")
          .add(
              "dpm",
              "order=2, form=corrected",
              a -> dpm(a, Prediction.NOISE),
              "DPM-Solver, multistep; form of order 3 corrected or published (Lu et al. 2022)")
          .add(
              "dpm++",
              "order=2, form=corrected",
              a -> dpm(a, Prediction.DATA),
              "DPM-Solver++(2M), (3M); form of order 3 corrected or published (Lu et al. 2022)")
          .add(
              "dpm-single",
              "order=3",
              a -> new DpmSolverSinglestep(Prediction.NOISE, a.integer("order")),
              "DPM-Solver-2 and -3: as many evaluations a step as the order (Lu et al. 2022)")
          .add(
              "dpm++single",
              "order=2",
              a -> new DpmSolverSinglestep(Prediction.DATA, a.integer("order")),
              "DPM-Solver++(2S), (3S): as many evaluations a step as the order (Lu et al. 2022)")
          .add(
              "dpm++sde",
              "order=2, eta=1, form=corrected",
              a ->
                  new DpmSolverSde(a.integer("order"), a.number("eta"), a.word("form", Form.class)),
              "SDE-DPM-Solver++(2M), (3M) (Lu et al. 2022)")
          .add(
              "unipc",
              "order=3, variant=bh2, corrector=on",
              Catalog::uniPc,
              "predictor and corrector at one evaluation a step (Zhao et al. 2023)")
          .add(
              "rk45",
              "relative=1e-5, absolute=1e-5",
              a -> new Rk45(a.number("relative"), a.number("absolute")),
              "adaptive Dormand-Prince, each image with its own steps; one step of grid is enough");

  /** The times at which a sampler stops. */
  public static final Shelf<TimeGrid> GRIDS =
      new Shelf<TimeGrid>("grid")
          .add("all", TimeGrid.all(), "every step of a discrete path")
          .add("leading", TimeGrid.leading(), "a fixed stride that ends at the first step")
          .add("trailing", TimeGrid.trailing(), "a fixed stride that begins at the last step")
          .add("linspace", TimeGrid.linspace(), "evenly spaced, both ends included")
          .add("quadratic", TimeGrid.quadratic(), "evenly spaced roots, dense near the data (DDIM)")
          .add(
              "karras",
              "rho=7, sigmaMin=0, sigmaMax=Infinity",
              a -> new Karras(a.number("rho"), a.number("sigmaMin"), a.number("sigmaMax")),
              "evenly spaced rho-th roots of sigma/alpha (Karras et al. 2022)")
          .add("edm", TimeGrid.edm(), "Karras's, from 80 to 0.002 as far as the path reaches")
          .add(
              "exponential",
              "power=1",
              a -> new Exponential(a.number("power")),
              "log(sigma/alpha) falls as a power; 1 is log-snr (k-diffusion's polyexponential)")
          .add("log-snr", TimeGrid.logSnr(), "evenly spaced in log-SNR (DPM-Solver)")
          .add(
              "sections",
              "counts=10:10:10:10:10",
              a -> new Sections(Arrays.stream(a.integers("counts")).boxed().toList()),
              "so many steps from each of equal parts of the table (improved-diffusion)")
          .add("strided", TimeGrid.strided(), "one whole stride (improved-diffusion's ddimN)")
          .add(
              "custom",
              "times=1000:750:500:250",
              a -> TimeGrid.custom(a.numbers("times")),
              "a list of times, falling; 0 is added");

  /** All shelves, in the order to show them. */
  public static List<Shelf<?>> shelves() {
    return List.of(
        PATHS, TARGETS, SCALES, LABELS, WEIGHTINGS, TIMES, NETWORKS, OPTIMIZERS, SOLVERS, GRIDS);
  }

  /** Whether there is a shelf of that kind. */
  static boolean holds(String kind) {
    return shelves().stream().anyMatch(shelf -> shelf.kind().equals(kind));
  }

  /** The shelf of a kind that there is. */
  static Shelf<?> shelf(String kind) {
    return shelves().stream().filter(shelf -> shelf.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static Betas linearBetas(Arguments a) {
    double scale = 1000.0 / a.integer("timesteps");
    return Betas.linear(a.integer("timesteps"), scale * a.number("from"), scale * a.number("to"));
  }

  private static Betas scaledLinearBetas(Arguments a) {
    return Betas.scaledLinear(a.integer("timesteps"), a.number("from"), a.number("to"));
  }

  private static Architecture simpleUNet(int width, int timeWidth) {
    SimpleUNet.Config grey = new SimpleUNet.Config(1, width, timeWidth); // refuses bad widths now
    return new Architecture(
        SimpleUNet.SIZE_MULTIPLE,
        data ->
            new SimpleUNet(new SimpleUNet.Config(data.channels(), grey.width(), grey.timeWidth())));
  }

  /** For grey pictures; attention=0 is attention in the middle only. */
  private static AdmConfig admConfig(Arguments a) {
    return new AdmConfig(
        1,
        1,
        a.integer("width"),
        Arrays.stream(a.numbers("multipliers")).boxed().toList(),
        a.integer("blocks"),
        Arrays.stream(a.integers("attention"))
            .filter(rate -> rate != 0)
            .boxed()
            .toList(), // 0: none
        new Heads(a.integer("heads"), a.integer("headWidth"), a.word("order", Heads.Order.class)),
        a.word("modulation", Modulation.class),
        a.word("resampling", Resampling.class),
        a.number("dropout"),
        a.integer("classes"),
        a.word("sizes", AdmConfig.Sizes.class));
  }

  /** Networks that answer with one picture, or with two where the second is a learned variance. */
  private static Architecture admUNet(AdmConfig grey, int outputs) {
    if (outputs != 1 && outputs != 2) {
      throw new IllegalArgumentException(
          "outputs is " + outputs + "; allowed: 1, or 2 with a learned variance");
    }
    return new Architecture(
        grey.sizeMultiple(),
        data -> new AdmUNet(grey.withChannels(data.channels(), outputs * data.channels())));
  }

  private static Solver heun(Arguments a) {
    Churn churn =
        new Churn(
            a.number("churn"), a.number("churnMin"), a.number("churnMax"), a.number("churnNoise"));
    return new Heun(a.word("clock", Clock.class), churn);
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

  private static Adam.Settings adam(Arguments a, Adam.Decay decay) {
    return new Adam.Settings(
        a.number("beta1"), a.number("beta2"), a.number("eps"), a.number("weightDecay"), decay);
  }
}
