package io.inkwash.train;

import io.inkwash.data.Batch;
import io.inkwash.data.BatchStream;
import io.inkwash.picture.Plots;
import io.inkwash.torch.TensorScope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One uninterrupted stretch of a run. */
final class Session {
  private final Trainer trainer;
  private final Budget budget;
  private final BooleanSupplier stop;
  private final Trainer.Listener listener;
  private final MetricsLog log;
  private final BatchStream batches;
  private final double secondsBefore;
  private long step;
  private long images;
  private double seconds;
  private MetricsLog.@Nullable Line line;
  private @Nullable Path saved;

  Session(
      Trainer trainer,
      Budget budget,
      BooleanSupplier stop,
      Trainer.Listener listener,
      MetricsLog log,
      BatchStream batches,
      Checkpoint.State state,
      @Nullable Path saved) {
    this.trainer = trainer;
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

  Trainer.Outcome run() {
    if (saved != null) {
      settle(saved);
    }
    Pace.Turn turn = turn(false);
    while (turn.goesOn()) {
      advance(turn);
      boolean saves = trainer.intervals.savesAt(step);
      turn = turn(saves);
      boolean last = !turn.goesOn();
      if (last || saves) {
        save();
      }
      if (trainer.intervals.samplesAt(step) || (last && !turn.stopped())) {
        draw();
      }
    }
    return new Trainer.Outcome(line, log.recentLoss(), saved, turn.stopped());
  }

  /** What comes next, for all ranks; before a checkpoint they compare their weights. */
  private Pace.Turn turn(boolean saves) {
    Pace.Turn turn = Pace.next(stop.getAsBoolean(), progress() >= 1, saves, spent());
    if (turn.compares()) {
      SharedState.compare(trainer.trainStep, step);
    }
    return turn;
  }

  /** What comes after a checkpoint, where the process was killed before it was done. */
  private void settle(Path checkpoint) {
    trainer.directory.nameLatest(checkpoint);
    tidy();
    boolean sampled = trainer.intervals.samplesAt(step) || progress() >= 1;
    if (sampled && !Files.exists(trainer.directory.samples(step))) {
      draw();
    }
  }

  private void draw() {
    listener.drawing();
    Path picture = trainer.directory.samples(step);
    try {
      trainer.samples.draw(picture, stop);
    } catch (CancellationException e) {
      return; // at the end of a run the next session settles it
    }
    listener.drawn(step, picture);
  }

  private double progress() {
    return budget.progress(step, seconds - secondsBefore);
  }

  /** The share of the run's whole length that is spent, earlier sessions included. */
  private double spent() {
    return new Budget(budget.steps(), secondsBefore + budget.seconds()).progress(step, seconds);
  }

  private void advance(Pace.Turn turn) {
    long started = System.nanoTime();
    StepReport report;
    try {
      report = trainer.trainStep.step(step + 1, turn.spent(), this::nextBatch);
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
    try (TensorScope scope = TensorScope.open()) {
      TrainState now = trainer.trainStep.state();
      saved = trainer.directory.save(counters(now.numbers()), now.sources());
    }
    tidy();
  }

  private Checkpoint.State counters(Map<String, double[]> numbers) {
    return new Checkpoint.State(
        Checkpoint.FORMAT,
        step,
        images,
        step * trainer.trainStep.batchesPerStep(),
        seconds,
        log.recentLoss(),
        numbers,
        Map.of());
  }

  /** Deletes old checkpoints and draws the loss. */
  private void tidy() {
    trainer.directory.prune(trainer.intervals.keepLast(), trainer.intervals::keepsForGood);
    Plots.lossCurve(
        trainer.directory.lossCurve(),
        log.steps(),
        log.losses(),
        MetricsLog.RECENT,
        "training loss");
  }
}
