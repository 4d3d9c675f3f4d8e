package io.inkwash.recipe;

import io.inkwash.catalog.Extension;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recipes that come with the tool. Each but the first says what it changes in another: {@code
 * key=value} as on the command line.
 *
 * <p>A full-size recipe holds to its paper. Its small sibling is the same row of the algebra with a
 * network that a processor without a GPU trains in minutes.
 */
public final class Recipes {
  private static final Map<String, Recipe> ALL = new LinkedHashMap<>();

  private static final ImageSpec GRAY_28 = new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC);
  private static final ImageSpec GRAY_16 = new ImageSpec(1, 16, 16, PixelRange.SYMMETRIC);
  private static final ImageSpec COLOR_32 = new ImageSpec(3, 32, 32, PixelRange.SYMMETRIC);

  /** Improved DDPM's network for CIFAR-10 and what it was trained with. */
  private static final String[] LARGE = {
    "network=adm-unet",
    "optimizer=adamw(weightDecay=0)",
    "learningRate.rate=1e-4",
    "learning.clip=Infinity"
  };

  /** What the score SDEs were trained with. */
  private static final String[] SCORE_SDE =
      with(
          LARGE,
          "network.dropout=0.1",
          "learningRate.rate=2e-4",
          "learningRate.warmup=5000",
          "learning.clip=1.0",
          "noiseLevelInput=time(factor=999)",
          "times=uniform",
          "grid=trailing",
          "threshold=none");

  /** A network of a quarter of the arithmetic, and short steps in plenty. */
  private static final String[] SMALL = {
    "network=simple-unet(width=32)",
    "training.batch=64",
    "learningRate.rate=1e-3",
    "learningRate.warmup=200",
    "learning.ema=0.999",
    "learning.clip=1.0"
  };

  static {
    add(ddpm());
    small(
        "ddpm",
        "The ddpm recipe with a network of half the width and a high learning rate, for processors"
            + " without a GPU. The network predicts the noise in 1000 steps of linear betas, the"
            + " loss is its plain squared error. Drawn by the ancestral sampler with the small"
            + " variance and the clean estimate clamped.");
    add(
        "ddpm-demo",
        "ddpm-small",
        GRAY_16,
        "The ddpm recipe at 16x16 pixels with a network of half the width and a high learning rate:"
            + " digits in two minutes. The network predicts the noise in 1000 steps of linear"
            + " betas. Drawn by the ancestral sampler with the clean estimate clamped.",
        "training.batch=128",
        "learningRate.warmup=0");
    add(
        "ddpm-diffunet",
        "ddpm",
        new ImageSpec(1, 32, 32, PixelRange.UNIT),
        "Denoising diffusion with deepinv's DiffUNet, as its tutorial trains it: pixels from 0 to"
            + " 1, Adam at 1e-4, no clipping and no averaging of the weights, the large variance"
            + " and no clamp.",
        "network=diffunet",
        "variance=fixed-large",
        "training.batch=32",
        "optimizer=adam",
        "learningRate.rate=1e-4",
        "learning.clip=Infinity",
        "learning.ema=0",
        "solver=ancestral(variance=large)",
        "threshold=none");
    small(
        "ddpm-diffunet",
        "The ddpm-diffunet recipe with a small network: pixels from 0 to 1, the large variance and"
            + " no clamp, for processors without a GPU.");

    add(
        "iddpm",
        "ddpm",
        COLOR_32,
        "Improved DDPM (Nichol and Dhariwal 2021): 4000 steps of the cosine schedule, and the"
            + " network learns the variance of each step beside the noise, from a thousandth of the"
            + " variational bound. Drawn in 100 of the steps.",
        with(
            LARGE,
            "path=cosine-betas(timesteps=4000)",
            "variance=learned-range",
            "objective=hybrid-vlb",
            "noiseLevelInput=rescaled-index",
            "solver=ancestral-learned",
            "grid=sections(counts=100)",
            "steps=100"));
    small(
        "iddpm",
        "Improved DDPM with a small network and 1000 steps, for processors without a GPU: the"
            + " cosine schedule, and the variance of each step learned beside the noise, from a"
            + " thousandth of the variational bound. Drawn in 100 of the steps.",
        "path=cosine-betas(timesteps=1000)");

    add(
        "ncsn",
        "ddpm",
        COLOR_32,
        "A noise-conditional score network (Song and Ermon 2019): the network learns the score at"
            + " ten noise levels by denoising score matching with the weight sigma^2. Drawn by"
            + " annealed Langevin dynamics, level after level.",
        with(
            LARGE,
            "range=unit",
            "path=ncsn-levels",
            "target=score",
            "optimizer=adam",
            "learningRate.rate=1e-3",
            "learning.ema=0",
            "solver=annealed-langevin",
            "steps=10",
            "threshold=none"));
    small(
        "ncsn",
        "A small score network as in its second version (Song and Ermon 2020), for processors"
            + " without a GPU: a hundred noise levels, the highest as far as images lie apart, and"
            + " the network says the score times -sigma. Drawn by five steps of Langevin dynamics a"
            + " level.",
        "path=ncsn-levels(sigmaMin=0.01, sigmaMax=10, timesteps=100)",
        "target=noise",
        "scale=unit-variance(sigmaData=0.3)",
        "noiseLevelInput=log-sigma(factor=1)",
        "solver=annealed-langevin(corrections=5)",
        "steps=100");

    add(
        "ve-sde",
        "ddpm",
        COLOR_32,
        "The variance exploding SDE (Song et al. 2021): noise grows from 0.01 to 50 in continuous"
            + " time, the network says the score times -sigma. Drawn by reverse-diffusion steps,"
            + " each with a Langevin correction.",
        with(
            SCORE_SDE,
            "range=unit",
            "path=ve",
            "noiseLevelInput=log-sigma(factor=1)",
            "learning.ema=0.999",
            "solver=predictor-corrector"));
    small(
        "ve-sde",
        "The variance exploding SDE with a small network whose input is scaled to unit variance,"
            + " for processors without a GPU. Noise grows from 0.01 to 50 in continuous time. Drawn"
            + " by 500 reverse-diffusion steps, each with a Langevin correction.",
        "scale=unit-variance(sigmaData=0.3)",
        "steps=500");

    add(
        "vp-sde",
        "ddpm",
        COLOR_32,
        "The variance preserving SDE (Song et al. 2021): DDPM in continuous time with beta(t) from"
            + " 0.1 to 20. Drawn by Euler-Maruyama on the reverse SDE.",
        with(SCORE_SDE, "path=vp", "solver=euler-maruyama"));
    small(
        "vp-sde",
        "The variance preserving SDE with a small network, for processors without a GPU: DDPM in"
            + " continuous time with beta(t) from 0.1 to 20. Drawn by Euler-Maruyama on the reverse"
            + " SDE.");

    add(
        "subvp-sde",
        "vp-sde",
        COLOR_32,
        "The sub-VP SDE (Song et al. 2021): as vp-sde with less noise on the way, made for"
            + " likelihood. Drawn by Euler-Maruyama on the reverse SDE.",
        "path=sub-vp");
    small(
        "subvp-sde",
        "The sub-VP SDE with a small network, for processors without a GPU: as vp-sde-small with"
            + " less noise on the way. Drawn by Euler-Maruyama on the reverse SDE.");

    add(
        "edm",
        "ddpm",
        COLOR_32,
        "EDM (Karras et al. 2022): the network's input and target have unit variance at every"
            + " noise level, levels are trained where it matters, from a log-normal. Drawn by 18"
            + " steps of Heun.",
        with(
            LARGE,
            "path=edm",
            "target=edm",
            "scale=unit-variance",
            "noiseLevelInput=log-sigma",
            "weighting=edm",
            "times=log-normal-sigma",
            "training.batch=512",
            "learningRate.rate=1e-3",
            "learningRate.warmup=19531", // ten million images
            "learning.ema=0.9993", // halves in half a million
            "network.dropout=0.13",
            "solver=heun",
            "grid=edm",
            "steps=18",
            "threshold=none"));
    small(
        "edm",
        "EDM with a small network, for processors without a GPU: digits in 35 evaluations. The"
            + " network's input and target have unit variance at every noise level, levels come"
            + " from a log-normal. Drawn by 18 steps of Heun.");

    add(
        "flow",
        "ddpm",
        COLOR_32,
        "Flow matching along straight lines (Lipman et al. 2023; Liu et al. 2023): the network says"
            + " the velocity from noise to image. Drawn by Heun on the ODE.",
        with(
            LARGE,
            "path=rectified-flow",
            "target=velocity",
            "weighting=unit-velocity",
            "noiseLevelInput=time(factor=1000)",
            "times=uniform",
            "solver=heun(variable=time)",
            "grid=trailing",
            "steps=25",
            "threshold=none"));
    small(
        "flow",
        "Flow matching with a small network, for processors without a GPU: the network says the"
            + " velocity from noise to image along straight lines. Drawn by 25 steps of Heun on the"
            + " ODE.");
    add(
        "flow-compact",
        "flow-small",
        GRAY_28,
        "Flow matching with the compact U-Net, for the best model of a given time: the learning rate"
            + " falls to zero where the training ends, the average of the weights widens with the"
            + " run, times are spread evenly over each batch. Drawn by 10 steps of"
            + " SDE-DPM-Solver++.",
        "network=compact-unet",
        "times=stratified",
        "learningRate.decay=cosine",
        "learningRate.decaySteps=0", // the end of the training
        "learning.ema=0.9999", // (1 + n) / (10 + n) until step 90,000
        "solver=dpm++sde",
        "steps=10");
    LatentRecipes.all().forEach(Recipes::add);
  }

  private Recipes() {}

  /** The one that all others change. */
  private static DiffusionRecipe ddpm() {
    return new DiffusionRecipe(
        "ddpm",
        "Denoising diffusion (Ho, Jain and Abbeel 2020) with a small U-Net: 1000 steps of linear"
            + " betas, the network predicts the noise, the loss is its plain squared error. Drawn"
            + " by the ancestral sampler with the small variance and the clean estimate clamped.",
        GRAY_28,
        new DiffusionRecipe.Model(
            Spec.parse("linear-betas"),
            Spec.parse("noise"),
            Spec.parse("fixed-small"),
            Spec.parse("identity"),
            Spec.parse("index"),
            Spec.parse("simple-unet")),
        new DiffusionRecipe.Loss(
            Spec.parse("denoising"), Spec.parse("simple"), Spec.parse("discrete")),
        new Training(128, 1, Spec.parse("none"), 0.1),
        new Learning(
            Spec.parse("adamw"),
            new LearningRate(2e-4, 0, LearningRate.Decay.CONSTANT, 0),
            1.0,
            0.9999),
        new DiffusionRecipe.Sampling(
            Spec.parse("ancestral"),
            Spec.parse("all"),
            1000,
            Spec.parse("clamp"),
            Spec.parse("none")));
  }

  private static String[] with(String[] common, String... own) {
    String[] all = java.util.Arrays.copyOf(common, common.length + own.length);
    System.arraycopy(own, 0, all, common.length, own.length);
    return all;
  }

  /** The small sibling of a recipe. */
  private static void small(String large, String about, String... changes) {
    ImageSpec form = named(large).data();
    add(
        large + "-small",
        large,
        new ImageSpec(1, 28, 28, form.range()),
        about,
        with(SMALL, changes));
  }

  /** A recipe as what it changes in another. */
  private static void add(
      String name, String base, ImageSpec data, String about, String... changes) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String change : changes) {
      int equals = change.indexOf('=');
      settings.put(change.substring(0, equals), change.substring(equals + 1));
    }
    Recipe changed = Settings.apply(named(base), data, settings);
    add(changed.named(name, about));
  }

  private static void add(Recipe recipe) {
    ALL.put(recipe.name(), recipe);
  }

  /**
   * Adds a recipe from outside.
   *
   * @throws SpecException if the name is taken
   */
  public static void register(Recipe recipe) {
    synchronized (ALL) {
      if (ALL.putIfAbsent(recipe.name(), recipe) != null) {
        throw new SpecException(
            "recipe "
                + recipe.name()
                + " is registered already; register yours under another name");
      }
    }
  }

  /** All recipes, in the order to show them. */
  public static List<Recipe> all() {
    Extension.load();
    synchronized (ALL) {
      return List.copyOf(ALL.values());
    }
  }

  /**
   * The recipe of a name.
   *
   * @throws SpecException if there is none, with the nearest name
   */
  public static Recipe named(String name) {
    Recipe recipe = registered(name);
    if (recipe == null) {
      Extension.load();
      recipe = registered(name);
    }
    if (recipe == null) {
      throw Registry.unknown("there is no recipe", name, all().stream().map(Recipe::name).toList());
    }
    return recipe;
  }

  /**
   * The diffusion recipe of a name.
   *
   * @throws SpecException if there is none, or it is of another family
   */
  public static DiffusionRecipe diffusion(String name) {
    if (named(name) instanceof DiffusionRecipe recipe) {
      return recipe;
    }
    throw new SpecException("recipe " + name + " is not of a diffusion model; name another");
  }

  private static @Nullable Recipe registered(String name) {
    synchronized (ALL) {
      return ALL.get(name);
    }
  }
}
