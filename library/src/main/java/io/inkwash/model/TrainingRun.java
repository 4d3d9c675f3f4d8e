package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.BatchRows;
import io.inkwash.data.BatchStream;
import io.inkwash.data.Examples;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.distributed.Ranks;
import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.Follower;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.RunLock;
import io.inkwash.train.TrainState;
import io.inkwash.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** A recipe in training: its networks and its images, put together. */
public final class TrainingRun implements AutoCloseable {
  private static final int PREVIEW_COLUMNS = 4;
  private static final int PREVIEW_SCALE = 3;

  private final Recipe recipe;
  private final ImageSource source;
  private final Provenance provenance;
  private final ComputeDevice device;
  private final Rng key;
  private final Owned<Trainable> trainable;

  /**
   * Builds the networks with their first random weights. Nothing is written yet.
   *
   * @throws SpecException if the images are not of the recipe's form
   */
  public TrainingRun(Recipe recipe, ImageSource source, Provenance provenance) {
    this.recipe = recipe;
    this.source = source;
    this.provenance = provenance;
    device = ComputeDevice.parse(provenance.device());
    key = Rng.seed(provenance.seed());
    requireForm(recipe, source);
    TrainingSetup setup = new TrainingSetup(key, provenance.precision(), device, source);
    try (ComputeDevice.Use use = device.enter()) {
      trainable = Owned.of(() -> Families.of(recipe).prepare(recipe, setup));
    }
  }

  /**
   * Goes on with a run, with its own settings or with some changed.
   *
   * @param data where its images are now
   * @param changes settings of the recipe to change, as {@code key=value}: those of a {@code
   *     learning} or {@code sampling}; recorded in the run's provenance
   * @throws SpecException if the images are others than those that it was trained on, or a change
   *     would make another model of it
   */
  public static TrainingRun resume(
      Run run, ImageSource source, DataLocation data, Map<String, String> changes) {
    Recipe recipe = resumed(run.readied(), source, data, changes);
    Provenance provenance = run.provenance();
    Map<String, String> differences = Settings.differences(run.recipe(), recipe);
    if (data.equals(provenance.data()) && differences.isEmpty()) {
      return new TrainingRun(recipe, source, provenance);
    }
    try (RunLock lock = run.directory().lock()) {
      Optional<Checkpoint> newest = run.directory().newest().map(Checkpoint::open);
      long step = newest.map(checkpoint -> checkpoint.state().step()).orElse(0L);
      Provenance moved = provenance.movedTo(data);
      Provenance changed =
          differences.isEmpty() ? moved : moved.changed(new Provenance.Change(step, differences));
      TrainingRun training = new TrainingRun(recipe, source, changed);
      try {
        newest.ifPresent(checkpoint -> training.requireFit(checkpoint, run));
        run.rewrite(recipe, changed);
        return training;
      } catch (RuntimeException | Error e) {
        training.close();
        throw e;
      }
    }
  }

  /**
   * The recipe of a run that goes on. Nothing is written.
   *
   * @throws SpecException as {@link #resume}
   */
  public static Recipe resumed(
      Run run, ImageSource source, DataLocation data, Map<String, String> changes) {
    Provenance provenance = run.provenance();
    if (!source.contentHash().equals(provenance.dataHash())) {
      throw new SpecException(
          data.word()
              + " has not the images that "
              + run.word()
              + " was trained on ("
              + source.count()
              + " of them now, "
              + provenance.images()
              + " then); name the place where those are");
    }
    Recipe recipe = Settings.apply(run.recipe(), changes);
    for (String setting : Settings.differences(run.recipe(), recipe).keySet()) {
      if (!setting.matches("(\\w*[lL]earning|sampling)\\..*")) {
        throw new SpecException(
            "setting "
                + setting
                + " cannot change in a run that exists; allowed: those of learning"
                + " and sampling; begin another run");
      }
    }
    return recipe;
  }

  /**
   * Refuses a checkpoint that the changed recipe cannot go on from, such as another optimizer's.
   */
  private void requireFit(Checkpoint checkpoint, Run run) {
    try (ComputeDevice.Use use = device.enter()) {
      trainable.value().step().restore(checkpoint.snapshot(), run.word());
    }
  }

  private static void requireForm(Recipe recipe, ImageSource source) {
    ImageSpec want = recipe.data();
    ImageShape have = source.shape();
    if (have.channels() != want.channels()
        || have.height() != want.height()
        || have.width() != want.width()) {
      throw new SpecException(
          source.name() + " has images of " + have + "; allowed: " + want.form());
    }
    try {
      recipe.condition().check(source);
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
  }

  /** What is trained. */
  public Recipe recipe() {
    return recipe;
  }

  /** How the run came to be. */
  public Provenance provenance() {
    return provenance;
  }

  /** The number of weights of its networks. */
  public long parameterCount() {
    return trainable.value().parameterCount();
  }

  /**
   * Gives the state of its networks and optimizers to a function, which may change their tensors.
   *
   * @return what the function does
   */
  public <R> R withState(Function<TrainState, R> function) {
    try (ComputeDevice.Use use = device.enter();
        TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      return function.apply(trainable.value().step().state());
    }
  }

  /** Whether a learning rate falls with the training's length, so that this decides each step. */
  public boolean followsBudget() {
    return trainable.value().step().followsBudget();
  }

  /**
   * Trains in a run's folder, from its newest whole checkpoint if it has one; see {@link
   * Trainer#train}. The folder is locked until this returns.
   *
   * @throws io.inkwash.file.FileException if another process is training the run
   */
  public Trainer.Outcome train(
      RunDirectory directory,
      Budget budget,
      Trainer.Intervals intervals,
      BooleanSupplier stop,
      Trainer.Listener listener) {
    Trainer trainer =
        new Trainer(
            directory,
            trainable.value().step(),
            consumed -> batches(consumed, listener::notice),
            intervals,
            this::drawPreview);
    try (RunLock lock = directory.lock();
        ComputeDevice.Use use = device.enter()) {
      return trainer.train(budget, stop, listener);
    }
  }

  /**
   * Trains as one of several ranks that is not rank 0, whose {@link #train} decides how long.
   * Nothing is written.
   *
   * @param stop checked after each step; true ends the training of all ranks
   */
  public void follow(BooleanSupplier stop) {
    try (ComputeDevice.Use use = device.enter()) {
      new Follower(trainable.value().step(), consumed -> batches(consumed, notice -> {}))
          .follow(stop);
    }
  }

  private BatchStream batches(long consumed, Consumer<String> notices) {
    Ranks ranks = Ranks.current();
    return new BatchStream(
        trainable
            .value()
            .examples(
                Examples.pixels(
                    source,
                    recipe.data().range(),
                    Catalog.AUGMENTS.make(recipe.training().augment())),
                notices),
        BatchRows.of(ranks.rank(), ranks.size(), recipe.training().batch()),
        key.stream("data").key(),
        consumed);
  }

  /** A small grid from the averaged weights. */
  private void drawPreview(Path png, BooleanSupplier stop) {
    int count = PREVIEW_COLUMNS * PREVIEW_COLUMNS;
    List<Picture> pictures =
        trainable.value().preview(count, provenance.seed(), (images, done, steps) -> check(stop));
    ImageIo.writePng(
        png, ImageIo.enlarge(ImageIo.grid(pictures, PREVIEW_COLUMNS, 2), PREVIEW_SCALE));
  }

  private static void check(BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      throw new CancellationException("the training is to stop");
    }
  }

  @Override
  public void close() {
    trainable.close();
  }
}
