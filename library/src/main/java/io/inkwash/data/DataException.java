package io.inkwash.data;

import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.Reading;
import io.inkwash.format.Quote;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Data that cannot be used. The message is one line: which file, what is wrong, the remedy. Control
 * characters of names that come from files are shown, never passed on ({@link Quote#line}).
 */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What an option can do about it; the command line names the option. */
  public enum Remedy {
    /** Nothing: the message says what to do. */
    NONE,
    /** Images are brought to one size, {@link DataOptions#withSize}. */
    SIZE,
    /** Bad pictures are left out, {@link Reading.BadImages#SKIP}. */
    SKIP_BAD,
    /** Images are kept back as test images, {@link Reading#holdOut}. */
    HOLD_OUT
  }

  private final Remedy remedy;

  /** An error with its one-line message. */
  public DataException(String message) {
    super(Quote.line(message));
    this.remedy = Remedy.NONE;
  }

  /** An error with its one-line message and the failure beneath it. */
  public DataException(String message, Throwable cause) {
    super(Quote.line(message), cause);
    this.remedy = Remedy.NONE;
  }

  private DataException(DataException same, Remedy remedy) {
    super(same.getMessage(), same.getCause());
    this.remedy = remedy;
  }

  /** This error, which an option can do something about. */
  public DataException withRemedy(Remedy option) {
    return new DataException(this, option);
  }

  /** What an option can do about it. */
  public Remedy remedy() {
    return remedy;
  }

  /** An error about one file: {@code file: what}. */
  public static DataException in(Path file, String what) {
    return new DataException(file + ": " + what);
  }

  /** An error about one file and the failure that showed it: {@code file: what (reason)}. */
  public static DataException in(Path file, String what, Exception cause) {
    return new DataException(file + ": " + what + " (" + reason(cause) + ")", cause);
  }

  /** The message of a failure, or its kind where it has none. */
  public static String reason(Exception cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }
}
