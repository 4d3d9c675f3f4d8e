package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.picture.Plots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  private final RunDirectory directory;
  private final TrainStep trainStep;
  private final LongFunction<BatchStream> data;
  private final Intervals intervals;
  private final SamplePicture samples;

  /** Draws a picture of samples from the model in training. */
  @FunctionalInterface
  public interface SamplePicture {
    /** Writes the picture to a file. */
    void draw(Path png);
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
   * Trains, from the newest checkpoint if the run has one.
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
      Checkpoint checkpoint = Checkpoint.read(from);
      trainStep.restore(checkpoint.snapshot(), from.toString());
      state = checkpoint.state();
    }
    try (MetricsLog log = new MetricsLog(directory.metrics(), state.step(), listener::notice);
        BatchStream batches = data.apply(state.batches())) {
      return new Session(budget, stop, listener, log, batches, state, from).run();
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

  /** One uninterrupted stretch of a run. */
  private final class Session {
    private final Budget budget;
    private final BooleanSupplier stop;
    private final Listener listener;
    private final MetricsLog log;
    private final BatchStream batches;
    private final double secondsBefore;
    private long step;
    private long images;
    private double seconds;
    private MetricsLog.@Nullable Line line;
    private @Nullable Path saved;

    Session(
        Budget budget,
        BooleanSupplier stop,
        Listener listener,
        MetricsLog log,
        BatchStream batches,
        Checkpoint.State state,
        @Nullable Path saved) {
      this.budget = budget;
      this.stop = stop;
      this.listener = listener;
      this.log = log;
      this.batches = batches;
      this.saved = saved;
      step = state.step();
      images = state.images();
      seconds = state.seconds();
      secondsBefore = seconds;
    }

    Outcome run() {
      if (saved != null) {
        settle(saved);
      }
      boolean stopped = stop.getAsBoolean();
      while (!stopped && progress() < 1) {
        advance();
        stopped = stop.getAsBoolean();
        boolean last = stopped || progress() >= 1;
        if (last || intervals.savesAt(step)) {
          save();
        }
        if (intervals.samplesAt(step) || (last && !stopped)) {
          draw();
        }
      }
      return new Outcome(line, log.recentLoss(), saved, stopped);
    }

    /** What comes after a checkpoint, where the process was killed before it was done. */
    private void settle(Path checkpoint) {
      directory.nameLatest(checkpoint);
      tidy();
      boolean sampled = intervals.samplesAt(step) || progress() >= 1;
      if (sampled && !Files.exists(directory.samples(step))) {
        draw();
      }
    }

    private void draw() {
      listener.drawing();
      Path picture = directory.samples(step);
      samples.draw(picture);
      listener.drawn(step, picture);
    }

    private double progress() {
      return budget.progress(step, seconds - secondsBefore);
    }

    /** The share of the run's whole length that is spent, earlier sessions included. */
    private double spent() {
      return new Budget(budget.steps(), secondsBefore + budget.seconds()).progress(step, seconds);
    }

    private void advance() {
      long started = System.nanoTime();
      StepReport report;
      try {
        report = trainStep.step(step + 1, spent(), this::nextBatch);
      } catch (DivergedException e) {
        throw new DivergedException(
            e.getMessage() + "; the last good checkpoint is " + (saved == null ? "none" : saved),
            e.rate());
      }
      step++;
      images += report.images();
      seconds += (System.nanoTime() - started) / 1e9;
      line =
          new MetricsLog.Line(
              step,
              report.loss(),
              report.gradientNorm(),
              report.rate(),
              images,
              seconds,
              report.terms());
      log.add(line);
      listener.after(line, log.recentLoss(), progress());
    }

    private Batch nextBatch() {
      return batches.next();
    }

    private void save() {
      log.flush();
      Snapshot snapshot = trainStep.snapshot();
      saved =
          directory.save(
              new Checkpoint(
                  new Checkpoint.State(
                      Checkpoint.FORMAT,
                      step,
                      images,
                      step * trainStep.batchesPerStep(),
                      seconds,
                      log.recentLoss(),
                      snapshot.numbers(),
                      Map.of()),
                  snapshot));
      tidy();
    }

    /** Deletes old checkpoints and draws the loss. */
    private void tidy() {
      directory.prune(intervals.keepLast(), intervals::keepsForGood);
      Plots.lossCurve(
          directory.lossCurve(), log.steps(), log.losses(), MetricsLog.RECENT, "training loss");
    }
  }
}
