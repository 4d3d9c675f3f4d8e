package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.picture.Plots;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, the only one: takes steps, keeps the log, saves checkpoints, has samples
 * drawn, until the budget is spent or someone asks it to stop.
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
    public Intervals {
      requirePositive("checkpointEvery", checkpointEvery);
      requirePositive("keepLast", keepLast);
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

  /** Sees each step. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after each step.
     *
     * @param line the step's line of the log
     * @param progress the share of the budget that is spent, in [0, 1]
     */
    void after(MetricsLog.Line line, double progress);
  }

  /**
   * How a run ended.
   *
   * @param line the last step's line, or null if no step was taken
   * @param checkpoint the last checkpoint
   * @param stopped whether it was asked to stop before its budget was spent
   */
  public record Outcome(
      MetricsLog.@Nullable Line line, @Nullable Path checkpoint, boolean stopped) {}

  private static final int RECENT = 100;

  private final RunDirectory directory;
  private final TrainStep trainStep;
  private final LongFunction<BatchStream> data;
  private final Intervals rhythm;
  private final SamplePicture samples;

  /** Draws a picture of samples from the model as it is. */
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
      Intervals rhythm,
      SamplePicture samples) {
    this.directory = directory;
    this.trainStep = trainStep;
    this.data = data;
    this.rhythm = rhythm;
    this.samples = samples;
  }

  /**
   * Trains, from the newest checkpoint if the run has one.
   *
   * @param budget when to end
   * @param stop asked after each step; true saves and ends
   * @throws DivergedException if the loss stops being a number; the message names the last good
   *     checkpoint
   */
  public Outcome train(Budget budget, BooleanSupplier stop, Listener listener) {
    Path from = directory.newest();
    Checkpoint.State state = new Checkpoint.State(0, 0, 0, 0, Double.NaN, java.util.Map.of());
    if (from != null) {
      Checkpoint checkpoint = Checkpoint.read(from);
      trainStep.restore(checkpoint.snapshot(), from.toString());
      state = checkpoint.state();
    }
    try (MetricsLog log = new MetricsLog(directory.metrics(), state.step());
        BatchStream batches = data.apply(state.batches())) {
      return new Session(budget, stop, listener, log, batches, state, from).go();
    }
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

    Outcome go() {
      boolean stopped = stop.getAsBoolean();
      while (!stopped && progress() < 1) {
        advance();
        stopped = stop.getAsBoolean();
        boolean last = stopped || progress() >= 1;
        if (last || rhythm.savesAt(step)) {
          save();
        }
        if (rhythm.samplesAt(step) || (last && !stopped)) {
          samples.draw(directory.samples(step));
        }
      }
      return new Outcome(line, saved, stopped);
    }

    private double progress() {
      return budget.progress(step, seconds - secondsBefore);
    }

    private void advance() {
      long started = System.nanoTime();
      StepReport report;
      try {
        report = trainStep.step(step + 1, this::nextBatch);
      } catch (DivergedException e) {
        throw new DivergedException(
            "%s; the last good checkpoint is %s; try a smaller learning rate, a warm-up, or fp32"
                .formatted(e.getMessage(), saved == null ? "none" : saved));
      }
      step++;
      images += report.images();
      seconds += (System.nanoTime() - started) / 1e9;
      line =
          new MetricsLog.Line(
              step, report.loss(), report.gradientNorm(), report.rate(), images, seconds);
      log.add(line);
      listener.after(line, progress());
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
                      step,
                      images,
                      step * trainStep.batchesPerStep(),
                      seconds,
                      log.recentLoss(RECENT),
                      snapshot.numbers()),
                  snapshot));
      directory.prune(rhythm.keepLast(), rhythm::keepsForGood);
      Plots.lossCurve(directory.lossCurve(), log.steps(), log.losses(), "training loss");
    }
  }
}
