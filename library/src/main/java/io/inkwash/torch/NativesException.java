package io.inkwash.torch;

/** libtorch's native libraries are missing or cannot be loaded; the message says which and why. */
public final class NativesException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NativesException(String message, Throwable cause) {
    super(message, cause);
  }
}
