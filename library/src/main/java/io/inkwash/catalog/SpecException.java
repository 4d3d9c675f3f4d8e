package io.inkwash.catalog;

/** A recipe, or a word in one, that cannot be; the message is one line and names the remedy. */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public SpecException(String message) {
    super(message);
  }
}
