package io.inkwash.recipe;

import io.inkwash.nn.SimpleUNet;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.prediction.TimeLabel;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Ancestral;
import io.inkwash.solve.Ddim;
import io.inkwash.solve.FixedVariance;
import io.inkwash.solve.Solver;
import io.inkwash.time.TimeGrid;
import io.inkwash.time.TimeSampler;
import io.inkwash.torch.Adam;
import io.inkwash.weighting.Weighting;
import io.inkwash.weighting.Weightings;
import java.util.List;

/**
 * Every value of the algebra by its name. To add one, write its record and one line here.
 */
public final class Catalog {
  private Catalog() {}

  /** Forward processes. */
  public static final Shelf<GaussianPath> PATHS =
      new Shelf<GaussianPath>("path")
          .add(
              "linear-betas",
              "timesteps=1000, from=1e-4, to=0.02",
              a ->
                  DiscretePath.of(
                      Betas.linear(a.integer("timesteps"), a.number("from"), a.number("to"))),
              "DDPM: betas in a straight line, scaled by 1000/timesteps (Ho et al. 2020)");

  /** What a network predicts. */
  public static final Shelf<Target> TARGETS =
      new Shelf<Target>("target")
          .add("noise", Targets.noise(), "the noise in the image (Ho et al. 2020)")
          .add("x0", Targets.x0(), "the clean image");

  /** How the noisy image is scaled before the network sees it. */
  public static final Shelf<InputScale> SCALES =
      new Shelf<InputScale>("scale").add("identity", InputScale.identity(), "as it is");

  /** How the network is told the time. */
  public static final Shelf<TimeLabel> LABELS =
      new Shelf<TimeLabel>("label")
          .add("index", TimeLabel.index(), "the 0-based index into the table of betas, t - 1");

  /** How much each noise level counts in the loss. */
  public static final Shelf<Weighting> WEIGHTINGS =
      new Shelf<Weighting>("weighting")
          .add("simple", Weightings.simple(), "1 on the squared noise error: L_simple of DDPM");

  /** Where training times come from. */
  public static final Shelf<TimeSampler> TIMES =
      new Shelf<TimeSampler>("times")
          .add("discrete", "", a -> TimeSampler.discrete(), "each step of a discrete path alike");

  /** Architectures. */
  public static final Shelf<Architecture> NETWORKS =
      new Shelf<Architecture>("network")
          .add(
              "simple-unet",
              "width=64, timeWidth=32",
              a -> simpleUNet(a.integer("width"), a.integer("timeWidth")),
              "three levels, no attention; 2,979,265 parameters at width 64 and one channel");

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
              "DDIM; eta 0 is deterministic, 1 as noisy as DDPM (Song et al. 2021)");

  /** The times at which a sampler stops. */
  public static final Shelf<TimeGrid> GRIDS =
      new Shelf<TimeGrid>("grid")
          .add("all", TimeGrid.all(), "every step of a discrete path")
          .add("leading", TimeGrid.leading(), "a fixed stride that ends at the first step")
          .add("trailing", TimeGrid.trailing(), "a fixed stride that begins at the last step");

  /** All shelves, in the order to show them. */
  public static List<Shelf<?>> shelves() {
    return List.of(
        PATHS, TARGETS, SCALES, LABELS, WEIGHTINGS, TIMES, NETWORKS, OPTIMIZERS, SOLVERS, GRIDS);
  }

  private static Architecture simpleUNet(int width, int timeWidth) {
    return new Architecture(
        SimpleUNet.SIZE_MULTIPLE,
        data -> new SimpleUNet(new SimpleUNet.Config(data.channels(), width, timeWidth)));
  }

  private static Adam.Settings adam(Arguments a, Adam.Decay decay) {
    return new Adam.Settings(
        a.number("beta1"), a.number("beta2"), a.number("eps"), a.number("weightDecay"), decay);
  }
}
