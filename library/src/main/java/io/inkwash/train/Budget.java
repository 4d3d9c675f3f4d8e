package io.inkwash.train;

/**
 * How long to train. Whichever limit comes first ends the run.
 *
 * @param steps the step to end at, counted from the start of the run
 * @param seconds the time to spend from now on
 */
public record Budget(long steps, double seconds) {

  /** Up to a step. */
  public static Budget steps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("steps is " + steps + "; allowed: 1 or more");
    }
    return new Budget(steps, Double.POSITIVE_INFINITY);
  }

  /** Passes over a set of images. */
  public static Budget epochs(double epochs, long imagesPerEpoch, long imagesPerStep) {
    return images(positive("epochs", epochs) * imagesPerEpoch, imagesPerStep);
  }

  /** Images seen, rounded up to whole steps. */
  public static Budget images(double images, long imagesPerStep) {
    return steps((long) Math.ceil(positive("images", images) / imagesPerStep));
  }

  /** Time from now on. */
  public static Budget minutes(double minutes) {
    return new Budget(Long.MAX_VALUE, positive("minutes", minutes) * 60);
  }

  /** The share of the run that is done, in [0, 1]. */
  public double progress(long step, double secondsSpent) {
    return Math.min(1, Math.max((double) step / steps, secondsSpent / seconds));
  }

  private static double positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: above 0");
    }
    return value;
  }
}
