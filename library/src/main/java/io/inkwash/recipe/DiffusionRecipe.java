package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.condition.Condition;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.nn.vdm.FourierFeatures;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.recipe.parts.CodecFactory;
import io.inkwash.recipe.parts.NetworkOutput;
import io.inkwash.recipe.parts.TextFactory;
import org.jspecify.annotations.Nullable;

/**
 * A diffusion model, wholly described: a forward process, what a network predicts of it, what
 * training minimizes and how images are drawn. A recipe that exists is possible: impossible ones
 * are refused when they are built, with the reason.
 *
 * @param name its name
 * @param about what it is, in one paragraph
 * @param data the images
 * @param model the forward process, and what the network predicts
 * @param loss what training makes small
 * @param training what a training step looks at
 * @param learning how the network learns
 * @param sampling how images are drawn unless the caller states otherwise
 */
public record DiffusionRecipe(
    String name,
    String about,
    ImageSpec data,
    Model model,
    Loss loss,
    Training training,
    Learning learning,
    Sampling sampling)
    implements Recipe {
  private static final Spec NONE = Spec.parse("none");
  private static final Spec PIXELS = Spec.parse("pixels");
  private static final Spec TARGET = Spec.parse("target");

  /**
   * A forward process and what a network predicts.
   *
   * @param path the forward process
   * @param target what the network predicts
   * @param variance where the variance of a reverse step comes from
   * @param scale how the network's input is scaled
   * @param noiseLevelInput the number by which the network knows the noise level
   * @param network the architecture
   * @param text what reads captions for the network; null, in older files, for none
   * @param codec the space that the process works in; null, in older files, for pixels
   * @param inputFeatures what the network sees beside the noisy image; null, in older files, for
   *     none
   * @param learnedPath what of the path is trained along; null, in older files, for none
   * @param output what the network's output is; null, in older files, for the target
   */
  public record Model(
      Spec path,
      Spec target,
      Spec variance,
      Spec scale,
      Spec noiseLevelInput,
      Spec network,
      @Nullable Spec text,
      @Nullable Spec codec,
      @Nullable Spec inputFeatures,
      @Nullable Spec learnedPath,
      @Nullable Spec output) {
    public Model {
      path = Catalog.PATHS.complete(path);
      target = Catalog.TARGETS.complete(target);
      variance = Catalog.VARIANCES.complete(variance);
      scale = Catalog.SCALES.complete(scale);
      noiseLevelInput = Catalog.NOISE_LEVEL_INPUTS.complete(noiseLevelInput);
      network = Catalog.NETWORKS.complete(network);
      text = Catalog.TEXTS.complete(text == null ? NONE : text);
      codec = Catalog.CODECS.complete(codec == null ? PIXELS : codec);
      inputFeatures = Catalog.INPUT_FEATURES.complete(inputFeatures == null ? NONE : inputFeatures);
      learnedPath = Catalog.LEARNED_PATHS.complete(learnedPath == null ? NONE : learnedPath);
      output = Catalog.OUTPUTS.complete(output == null ? TARGET : output);
    }

    @Override
    public Spec text() {
      return text == null ? NONE : text;
    }

    @Override
    public Spec codec() {
      return codec == null ? PIXELS : codec;
    }

    @Override
    public Spec inputFeatures() {
      return inputFeatures == null ? NONE : inputFeatures;
    }

    @Override
    public Spec learnedPath() {
      return learnedPath == null ? NONE : learnedPath;
    }

    @Override
    public Spec output() {
      return output == null ? TARGET : output;
    }

    /** The space that the process works in. */
    CodecFactory space() {
      return Catalog.CODECS.make(codec());
    }
  }

  /**
   * What training makes small.
   *
   * @param objective the kind of loss
   * @param weighting the weight of each noise level in it
   * @param times where training times come from
   */
  public record Loss(Spec objective, Spec weighting, Spec times) {
    public Loss {
      objective = Catalog.OBJECTIVES.complete(objective);
      weighting = Catalog.WEIGHTINGS.complete(weighting);
      times = Catalog.TIMES.complete(times);
    }
  }

  /**
   * How a model is sampled.
   *
   * @param solver the rule of a step
   * @param grid the times
   * @param steps the number of steps
   * @param threshold how estimates of the clean image are limited to the pixel range
   * @param guidance how the model is guided
   */
  public record Sampling(Spec solver, Spec grid, int steps, Spec threshold, Spec guidance) {
    public Sampling {
      solver = Catalog.SOLVERS.complete(solver);
      grid = Catalog.GRIDS.complete(grid);
      threshold = Catalog.THRESHOLDS.complete(threshold);
      guidance = Catalog.GUIDANCES.complete(guidance);
    }

    /** A request for images that are drawn exactly so. */
    public GenerateOptions options() {
      return GenerateOptions.defaults()
          .withSolver(solver)
          .withGrid(grid)
          .withSteps(steps)
          .withThreshold(threshold)
          .withGuidance(guidance);
    }

    /** The same by another solver on another grid, such as {@code ddim} on {@code trailing}. */
    public Sampling by(String otherSolver, String otherGrid, int otherSteps) {
      return new Sampling(
          Spec.parse(otherSolver), Spec.parse(otherGrid), otherSteps, threshold, guidance);
    }

    /** The same with estimates limited to the pixel range by another threshold. */
    public Sampling thresholded(String otherThreshold) {
      return new Sampling(solver, grid, steps, Spec.parse(otherThreshold), guidance);
    }

    /** The same with other guidance. */
    public Sampling guided(String otherGuidance) {
      return new Sampling(solver, grid, steps, threshold, Spec.parse(otherGuidance));
    }
  }

  public DiffusionRecipe {
    Catalog.NETWORKS
        .make(model.network)
        .check(model.network.name(), data, model.space().space(data), reader(model));
    DiffusionMethod.of(data, model, loss, learning, sampling); // refuses what cannot be
    if (!model.space().ofPixels() && !training.augment().name().equals("none")) {
      throw new SpecException(
          "augment "
              + training.augment()
              + " changes pixels, and latents are encoded once; allowed: none, with codec "
              + model.codec().name());
    }
  }

  /**
   * This recipe's sampling by another solver.
   *
   * @param grid null for the recipe's own, or trailing where that cannot have so many steps
   */
  public Sampling sampledBy(Spec solver, @Nullable Spec grid, int steps) {
    Spec threshold = sampling.threshold;
    Spec guidance = sampling.guidance;
    Spec times = grid == null ? sampling.grid : grid;
    Sampling first = new Sampling(solver, times, steps, threshold, guidance);
    return grid != null || DiffusionMethod.of(this).takes(first)
        ? first
        : new Sampling(solver, Spec.parse("trailing"), steps, threshold, guidance);
  }

  /** This recipe's sampling, changed where a request states otherwise. */
  public Sampling sampledBy(GenerateOptions options) {
    Sampling stepped =
        sampledBy(
            options.solver().orElse(sampling.solver),
            options.grid().orElse(null),
            options.steps().orElse(sampling.steps));
    return new Sampling(
        stepped.solver,
        stepped.grid,
        stepped.steps,
        options.threshold().orElse(sampling.threshold),
        options.guidance().orElse(usualGuidance(options)));
  }

  /**
   * The recipe's guidance, which leads towards a request: none where there is nothing to lead to.
   */
  private Spec usualGuidance(GenerateOptions options) {
    return !condition().isNone() && condition().drawn(options.request(), options.seed()).isEmpty()
        ? Spec.parse("none")
        : sampling.guidance;
  }

  private static TextFactory reader(Model model) {
    return Catalog.TEXTS.make(model.text());
  }

  @Override
  public boolean readsCaptions() {
    return reader(model).width() > 0;
  }

  @Override
  public Condition condition() {
    return data.vocabulary().isEmpty()
        ? Recipe.super.condition()
        : reader(model).condition(data.vocabulary());
  }

  /** What reads captions for its network. */
  public TextFactory text() {
    return data.vocabulary().isEmpty() ? TextFactory.NONE : reader(model);
  }

  /** Its network, which is not evaluated where it reads captions by a frozen text encoder. */
  public Backbone network(int parts) {
    return network(parts, FrozenText.UNREAD);
  }

  /**
   * Its network, whose weights are not drawn yet.
   *
   * @param parts 1, or 2 where a learned variance comes in a second half of its channels
   * @param frozen the text encoder of a recipe that has one and does not train it
   */
  public Backbone network(int parts, FrozenText frozen) {
    TextFactory text = text();
    FourierFeatures.Config features = Catalog.INPUT_FEATURES.make(model.inputFeatures());
    NetworkOutput output = Catalog.OUTPUTS.make(model.output());
    Backbone denoiser =
        Catalog.NETWORKS
            .make(model.network)
            .build(
                space(),
                features.channels(space().channels()),
                text.width(),
                output.parts() * parts);
    Backbone seeing = features.around(denoiser, data.range().low(), data.range().high());
    Backbone reading = text.around(seeing, data.vocabulary(), frozen);
    return Catalog.LEARNED_PATHS
        .make(model.learnedPath())
        .around(
            output.around(
                reading, space(), Catalog.NOISE_LEVEL_INPUTS.make(model.noiseLevelInput())),
            Catalog.PATHS.make(model.path));
  }

  /** The form of what is diffused: of the pictures, or of their latents. */
  public ImageSpec space() {
    return codec().space(data);
  }

  /** The space that the process works in. */
  public CodecFactory codec() {
    return model.space();
  }

  @Override
  public DiffusionRecipe withData(ImageSpec changed) {
    return new DiffusionRecipe(name, about, changed, model, loss, training, learning, sampling);
  }

  @Override
  public DiffusionRecipe named(String otherName, String otherAbout) {
    return new DiffusionRecipe(
        otherName, otherAbout, data, model, loss, training, learning, sampling);
  }
}
