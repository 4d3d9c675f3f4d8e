package io.inkwash.data;

import io.inkwash.text.Quote;
import java.nio.file.Path;

/**
 * Data that cannot be used. The message is one line: which file, what is wrong, the remedy. Control
 * characters of names that come from files are shown, never passed on ({@link Quote#line}).
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with its one-line message. */
  public DataException(String message) {
    super(Quote.line(message));
  }

  /** An error with its one-line message and the failure beneath it. */
  public DataException(String message, Throwable cause) {
    super(Quote.line(message), cause);
  }

  /** An error about one file: {@code file: what}. */
  static DataException in(Path file, String what) {
    return new DataException(file + ": " + what);
  }

  /** An error about one file and the failure that showed it: {@code file: what (reason)}. */
  static DataException in(Path file, String what, Exception cause) {
    return new DataException(file + ": " + what + " (" + reason(cause) + ")", cause);
  }

  /** The message of a failure, or its kind where it has none. */
  static String reason(Exception cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
