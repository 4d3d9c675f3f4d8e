package io.inkwash.request;

import io.inkwash.train.Budget;
import io.inkwash.train.Checkpoint;
import java.util.Optional;

/**
 * How long to train, in one of four units.
 *
 * @param unit what is counted; empty for the default of ten epochs
 * @param amount how much of it
 */
public record TrainingLength(Optional<Unit> unit, double amount) {
  private static final double DEFAULT_EPOCHS = 10;

  /** What is counted. */
  public enum Unit {
    /** Steps of the run, from its start. */
    STEPS,
    /** Passes over the images. */
    EPOCHS,
    /** Images seen. */
    IMAGES,
    /** Minutes from now on. */
    MINUTES
  }

  /**
   * Refuses amounts that are none.
   *
   * @throws IllegalArgumentException with what is allowed
   */
  public TrainingLength {
    if (unit.isPresent()) {
      budget(unit.get(), amount, 1, 1);
    }
  }

  /** Ten epochs. */
  public static TrainingLength usual() {
    return new TrainingLength(Optional.empty(), DEFAULT_EPOCHS);
  }

  /** So much of a unit. */
  public static TrainingLength of(Unit unit, double amount) {
    return new TrainingLength(Optional.of(unit), amount);
  }

  /** When a training on so many images ends that looks at so many a step. */
  public Budget budget(long imagesPerEpoch, long imagesPerStep) {
    return budget(unit.orElse(Unit.EPOCHS), amount, imagesPerEpoch, imagesPerStep);
  }

  /**
   * What is left of it for a run that has come so far, where minutes count from the run's start.
   *
   * @return empty if nothing is left
   */
  public Optional<Budget> left(Checkpoint.State done, long imagesPerEpoch, long imagesPerStep) {
    if (unit.equals(Optional.of(Unit.MINUTES))) {
      double minutes = amount - done.seconds() / 60;
      return minutes > 0 ? Optional.of(Budget.minutes(minutes)) : Optional.empty();
    }
    Budget whole = budget(imagesPerEpoch, imagesPerStep);
    return done.step() < whole.steps() ? Optional.of(whole) : Optional.empty();
  }

  private static Budget budget(Unit unit, double amount, long imagesPerEpoch, long imagesPerStep) {
    return switch (unit) {
      case STEPS -> Budget.steps((long) amount);
      case EPOCHS -> Budget.epochs(amount, imagesPerEpoch, imagesPerStep);
      case IMAGES -> Budget.images(amount, imagesPerStep);
      case MINUTES -> Budget.minutes(amount);
    };
  }
}
