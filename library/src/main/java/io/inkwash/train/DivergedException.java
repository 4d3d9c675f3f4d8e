package io.inkwash.train;

/** A loss or gradient that is no longer a number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final double rate;

  /**
   * With a one-line message that names the step.
   *
   * @param rate the learning rate of that step
   */
  public DivergedException(String message, double rate) {
    super(message);
    this.rate = rate;
  }

  /** The learning rate of the step. */
  public double rate() {
    return rate;
  }
}
