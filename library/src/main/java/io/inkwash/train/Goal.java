package io.inkwash.train;

import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far a run is to be trained in all, in {@code goal.json} of its folder. Each training writes
 * it when it begins, so that a run whose process was killed is known to be unfinished.
 *
 * @param format the version of this file's format
 * @param steps the step to end at; {@link Long#MAX_VALUE} if time alone ends it
 * @param seconds the time to spend in training steps, counted from the start of the run; infinite
 *     if steps alone end it
 */
public record Goal(int format, long steps, double seconds) {
  private static final int FORMAT = 1;

  /** Sums of seconds differ in their last digits with the order in which they are added. */
  private static final double ROUNDING = 1e-9;

  /** That of a training which goes on from a state until a budget is spent. */
  static Goal of(Budget budget, Checkpoint.State from) {
    return new Goal(FORMAT, budget.steps(), from.seconds() + budget.seconds());
  }

  /**
   * Reads that of a run.
   *
   * @return empty where none was written, as for weights from elsewhere
   * @throws FileException if it is damaged or of another format
   */
  public static Optional<Goal> of(RunDirectory directory) {
    Path file = file(directory);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Goal goal = Json.read(file, Goal.class);
    if (goal.format != FORMAT) {
      throw new FileException(file, "has format " + goal.format + "; allowed: " + FORMAT);
    }
    return Optional.of(goal);
  }

  void write(RunDirectory directory) {
    Json.write(file(directory), this);
  }

  private static Path file(RunDirectory directory) {
    return directory.root().resolve("goal.json");
  }

  /** What ends the run, by name: {@code steps}, {@code seconds}, or both. */
  public Map<String, Number> limits() {
    Map<String, Number> limits = new LinkedHashMap<>();
    if (steps < Long.MAX_VALUE) {
      limits.put("steps", steps);
    }
    if (seconds < Double.POSITIVE_INFINITY) {
      limits.put("seconds", seconds);
    }
    return limits;
  }

  /** The share of it that is done, in [0, 1]. */
  public double progress(Checkpoint.State state) {
    return new Budget(steps, seconds).progress(state.step(), state.seconds());
  }

  /** Whether a run in this state has come so far. */
  public boolean reached(Checkpoint.State state) {
    return progress(state) >= 1 - ROUNDING;
  }
}
