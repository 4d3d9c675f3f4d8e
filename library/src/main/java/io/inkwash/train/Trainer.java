package io.inkwash.train;

import io.inkwash.data.BatchStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, the only one: takes steps, keeps the log, saves checkpoints, has samples
 * drawn, until the budget is spent or it is stopped.
 */
public final class Trainer {

  /**
   * How often things happen, in steps.
   *
   * @param checkpointEvery steps between checkpoints
   * @param sampleEvery steps between pictures of samples; 0 for none but the last
   * @param keepLast how many of the newest checkpoints are kept
   * @param keepEvery steps whose multiples are kept for good; 0 for none
   */
  public record Intervals(long checkpointEvery, long sampleEvery, int keepLast, long keepEvery) {
    /** One checkpoint in so many epochs is kept for good. */
    public static final int KEPT_EPOCHS = 10;

    public Intervals {
      requirePositive("checkpointEvery", checkpointEvery);
      requirePositive("keepLast", keepLast);
    }

    /**
     * Newest checkpoints, beside one every {@value #KEPT_EPOCHS} epochs for good.
     *
     * @param images in an epoch
     * @param perStep images that a step looks at
     */
    public static Intervals of(
        long checkpointEvery, long sampleEvery, int keepLast, long images, long perStep) {
      return new Intervals(
          checkpointEvery, sampleEvery, keepLast, Math.max(1, KEPT_EPOCHS * images / perStep));
    }

    private static void requirePositive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + "; allowed: 1 or more");
      }
    }

    boolean keepsForGood(long step) {
      return keepEvery > 0 && step % keepEvery == 0;
    }

    boolean samplesAt(long step) {
      return sampleEvery > 0 && step % sampleEvery == 0;
    }

    boolean savesAt(long step) {
      return step % checkpointEvery == 0 || keepsForGood(step);
    }
  }

  /** Receives what happens. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each step.
     *
     * @param line the step's line of the log
     * @param loss the mean loss of the last {@value MetricsLog#RECENT} steps
     * @param progress the share of the budget that is spent, in [0, 1]
     */
    void after(MetricsLog.Line line, double loss, double progress);

    /** Called before a picture of samples is drawn, which takes a while. */
    default void drawing() {}

    /** Called when a picture of samples has been drawn. */
    default void drawn(long step, Path picture) {}

    /** Called with something that the user should know, in one line. */
    default void notice(String text) {}

    /** Both: this one first, then another. */
    default Listener and(Listener other) {
      return new TwoListeners(this, other);
    }
  }

  /**
   * How a run ended.
   *
   * @param line the last step's line, or null if no step was taken
   * @param loss the mean loss of the last {@value MetricsLog#RECENT} steps
   * @param checkpoint the last checkpoint
   * @param stopped whether it was stopped before its budget was spent
   */
  public record Outcome(
      MetricsLog.@Nullable Line line, double loss, @Nullable Path checkpoint, boolean stopped) {}

  final RunDirectory directory;
  final TrainStep trainStep;
  final Intervals intervals;
  final SamplePicture samples;
  private final LongFunction<BatchStream> data;

  /** Draws a picture of samples from the model in training. */
  @FunctionalInterface
  public interface SamplePicture {
    /**
     * Writes the picture to a file.
     *
     * @param stop true once the training is to stop
     * @throws java.util.concurrent.CancellationException if it was so before the picture was there,
     *     which is then left out
     */
    void draw(Path png, BooleanSupplier stop);
  }

  /**
   * A trainer.
   *
   * @param data opens the batches that come after so many batches
   * @param samples draws a picture now and then
   */
  public Trainer(
      RunDirectory directory,
      TrainStep trainStep,
      LongFunction<BatchStream> data,
      Intervals intervals,
      SamplePicture samples) {
    this.directory = directory;
    this.trainStep = trainStep;
    this.data = data;
    this.intervals = intervals;
    this.samples = samples;
  }

  /**
   * Trains, from the newest checkpoint if the run has one. Where several ranks train, this is rank
   * 0's part, and the others {@linkplain Follower follow}.
   *
   * @param budget when to end
   * @param stop checked after each step; true saves and ends
   * @throws DivergedException if the loss stops being a number; the message names the last good
   *     checkpoint
   */
  public Outcome train(Budget budget, BooleanSupplier stop, Listener listener) {
    Path from = from(listener).orElse(null);
    Checkpoint.State state = Checkpoint.State.none();
    if (from != null) {
      Checkpoint checkpoint = Checkpoint.open(from);
      trainStep.restore(checkpoint.snapshot(), from.toString());
      state = checkpoint.state();
    }
    Goal.of(budget, state).write(directory);
    SharedState.send(trainStep, state.step(), state.batches());
    try (MetricsLog log = new MetricsLog(directory.metrics(), state.step(), listener::notice);
        BatchStream batches = data.apply(state.batches())) {
      return new Session(this, budget, stop, listener, log, batches, state, from).run();
    }
  }

  /**
   * The checkpoint to go on from: the newest whole one. Where there are damaged ones alone, it is
   * the newest of them, so that reading it says what is wrong: nothing begins again by itself.
   */
  private Optional<Path> from(Listener listener) {
    List<Path> damaged = directory.damaged();
    Optional<Path> newest = directory.newest();
    if (newest.isEmpty() && !damaged.isEmpty()) {
      return Optional.of(damaged.get(damaged.size() - 1));
    }
    for (Path each : damaged) {
      listener.notice(each + " is damaged; going on from the checkpoint before it");
    }
    return newest;
  }
}
