package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.Augment;
import io.inkwash.data.BatchStream;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.NetworkDenoiser;
import io.inkwash.generate.Drawing;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Catalog;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.Recipe;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Rng;
import io.inkwash.train.Budget;
import io.inkwash.train.Ema;
import io.inkwash.train.NetworkStep;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/** A recipe in training: the network, its data and its folder, put together. */
public final class TrainingRun implements AutoCloseable {
  private static final int PREVIEW_STEPS = 50;
  private static final int PREVIEW_COLUMNS = 4;
  private static final int PREVIEW_SCALE = 3;

  private final Recipe recipe;
  private final DiffusionMethod method;
  private final ImageSource source;
  private final RunDirectory directory;
  private final Provenance provenance;
  private final Rng rng;
  private final Owned<NetworkStep> step;

  /**
   * Builds the network with its first random weights, ready to train or to go on.
   *
   * @throws SpecException if the images are not of the recipe's form
   */
  public TrainingRun(
      Recipe recipe, ImageSource source, RunDirectory directory, Provenance provenance) {
    this.recipe = recipe;
    this.source = source;
    this.directory = directory;
    this.provenance = provenance;
    method = DiffusionMethod.of(recipe);
    rng = Rng.seed(provenance.seed());
    requireForm(recipe.data(), source);
    step = Owned.of(this::build);
  }

  private static void requireForm(ImageSpec want, ImageSource source) {
    ImageShape have = source.shape();
    if (have.channels() != want.channels()
        || have.height() != want.height()
        || have.width() != want.width()) {
      throw new SpecException(
          "%s has images of %dx%d with %d channels, the recipe wants %dx%d with %d"
              .formatted(
                  source.name(),
                  have.width(),
                  have.height(),
                  have.channels(),
                  want.width(),
                  want.height(),
                  want.channels()));
    }
    if (want.classes() > 0 && source.classes() != want.classes()) {
      throw new SpecException(
          "%s has %d classes, the recipe wants %d"
              .formatted(source.name(), source.classes(), want.classes()));
    }
  }

  private NetworkStep build() {
    Backbone network =
        Catalog.NETWORKS
            .make(recipe.model().network())
            .build(recipe.data(), method.variance().parts());
    network.initialize(torch.make_generator_cpu(rng.stream("init").key()));
    return new NetworkStep(
        network,
        recipe.data().classes() > 0,
        method.objective(),
        method.training(),
        provenance.precision(),
        rng.stream("train"));
  }

  /** What is trained. */
  public Recipe recipe() {
    return recipe;
  }

  /** How the run came to be. */
  public Provenance provenance() {
    return provenance;
  }

  /** The number of the network's weights. */
  public long parameterCount() {
    return step.value().parameterCount();
  }

  /** Images that one step looks at. */
  public int imagesPerStep() {
    return recipe.training().batch() * recipe.training().accumulate();
  }

  /** Trains; see {@link Trainer#train}. */
  public Trainer.Outcome train(
      Budget budget, Trainer.Intervals rhythm, BooleanSupplier stop, Trainer.Listener listener) {
    Trainer trainer =
        new Trainer(directory, step.value(), this::batches, rhythm, this::drawPreview);
    return trainer.train(budget, stop, listener);
  }

  private BatchStream batches(long consumed) {
    return new BatchStream(
        source,
        recipe.training().batch(),
        recipe.data().range(),
        Augment.NONE,
        rng.stream("data").key(),
        consumed);
  }

  /** A small grid from the averaged weights. */
  private void drawPreview(Path png) {
    NetworkStep trained = step.value();
    trained.network().train(false);
    try (Ema.Swap averaged = trained.ema().intoNetwork()) {
      Drawing drawing =
          new Drawing(
              this::denoiser,
              preview().sampler(),
              recipe.data(),
              IntStream.range(0, recipe.data().classes()).boxed().toList(),
              provenance.seed());
      int count = PREVIEW_COLUMNS * PREVIEW_COLUMNS;
      List<Picture> pictures = drawing.draw(count, count, StepProgress.NONE);
      ImageIo.writePng(
          png, ImageIo.enlarge(ImageIo.grid(pictures, PREVIEW_COLUMNS, 2), PREVIEW_SCALE));
    }
  }

  private Denoiser denoiser(Condition condition) {
    Denoiser network =
        new NetworkDenoiser(
            step.value().network(),
            method.path(),
            method.parameterization(),
            method.variance(),
            condition,
            provenance.precision());
    return method.drawing().threshold().apply(network, recipe.data().range());
  }

  /** The recipe's own plan if that is quick, or few steps of DDIM: training is to go on soon. */
  private DiffusionMethod.SamplingPlan preview() {
    Recipe.Sampling usual = recipe.sampling();
    int evaluations = Catalog.SOLVERS.make(usual.solver()).evaluations(usual.steps());
    if (evaluations <= PREVIEW_STEPS) {
      return method.drawing();
    }
    return method.plan(
        usual.by("ddim", "trailing", Math.min(PREVIEW_STEPS, usual.steps())).guided("none"));
  }

  @Override
  public void close() {
    step.close();
  }
}
