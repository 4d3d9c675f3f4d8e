package io.inkwash.request;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.Goal;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A training that is to go on.
 *
 * @param run which
 * @param before how it came to be
 * @param data where its images are now
 */
public record Resumption(Run run, Provenance before, DataLocation data) {
  private static final String OPTIMIZER = "optimizer";

  /** A run holds weights alone: there is no training to go on with. */
  public static final class WeightsAloneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Path run;

    private WeightsAloneException(Path run) {
      super(run + " holds weights alone, so there is no training to go on with; begin another run");
      this.run = run;
    }

    /** The run's folder. */
    public Path run() {
      return run;
    }
  }

  /**
   * Of a run with its images where they were.
   *
   * @throws WeightsAloneException if it holds weights alone
   * @throws io.inkwash.file.FileException if it is no run, or one that comes with the library
   */
  public static Resumption of(Path folder) {
    RunDirectory directory = RunDirectory.open(folder); // a shipped model has none
    Run run = Run.open(folder);
    Provenance before = run.provenance();
    boolean trained = directory.newest().isPresent();
    if (before.withoutImages() || (trained && directory.newestWith(OPTIMIZER).isEmpty())) {
      throw new WeightsAloneException(folder);
    }
    return new Resumption(run, before, before.data());
  }

  /** The same with its images elsewhere. */
  public Resumption on(String words) {
    return new Resumption(run, before, DataLocation.of(words, run.directory().root()));
  }

  /**
   * How long it is still to be trained.
   *
   * @return empty where its goal is reached or not recorded
   * @throws io.inkwash.file.FileException if the goal's file is damaged
   */
  public Optional<TrainingLength> left() {
    RunDirectory directory = run.directory();
    Checkpoint.State done =
        directory.newest().map(Checkpoint::readState).orElseGet(Checkpoint.State::none);
    return Goal.of(directory)
        .filter(goal -> !goal.reached(done))
        .map(
            goal ->
                goal.steps() < Long.MAX_VALUE
                    ? TrainingLength.of(TrainingLength.Unit.STEPS, (double) goal.steps())
                    : TrainingLength.of(
                        TrainingLength.Unit.MINUTES, (goal.seconds() - done.seconds()) / 60));
  }

  /**
   * The images, read as they were.
   *
   * @throws io.inkwash.data.DataException if they cannot be read
   */
  public ImageSource images(DataOptions options) {
    return DataSets.open(
        data.resolve(run.directory().root()),
        Split.TRAIN,
        options.withReading(before.reading()).withForm(run.recipe().data()));
  }

  /**
   * The recipe that it goes on with. Nothing is written.
   *
   * @param changes settings of the recipe to change
   * @throws SpecException if the images are others, or a change would make another model of it
   */
  public Recipe recipe(ImageSource source, Map<String, String> changes) {
    return TrainingRun.resumed(run, source, data, changes);
  }

  /**
   * The training, ready to go on.
   *
   * @param changes settings of the recipe to change
   * @throws SpecException if the images are others, or a change would make another model of it
   */
  public TrainingRun open(ImageSource source, Map<String, String> changes) {
    return TrainingRun.resume(run, source, data, changes);
  }
}
