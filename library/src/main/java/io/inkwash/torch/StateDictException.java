package io.inkwash.torch;

/** Weights whose names or shapes are not the network's; the message lists every one. */
public final class StateDictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a one-line message. */
  public StateDictException(String message) {
    super(message);
  }
}
