package io.inkwash.train;

/** A loss or gradient that is no longer a number. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message that names the step. */
  public DivergedException(String message) {
    super(message);
  }
}
