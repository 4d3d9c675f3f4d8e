package io.inkwash.distributed;

/** A rank that is missing, lost or different from the others, in one line. */
public final class RankException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message that names the rank. */
  public RankException(String message) {
    super(message);
  }

  /** With a one-line message that names the rank, and its cause. */
  public RankException(String message, Throwable cause) {
    super(message, cause);
  }
}
