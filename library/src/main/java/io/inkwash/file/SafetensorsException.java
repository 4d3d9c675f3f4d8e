package io.inkwash.file;

import io.inkwash.format.Quote;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file that cannot be read or that breaks the format.
 *
 * <p>The message is one line: the file, the tensor where there is one, what is wrong, the offending
 * value and what is allowed.
 */
public final class SafetensorsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The file (or what else the bytes came from) and what is wrong with it, on one line. */
  public SafetensorsException(String source, String problem) {
    this(source, problem, null);
  }

  /** The file and what is wrong with it, on one line, and what was caught. */
  public SafetensorsException(String source, String problem, @Nullable Throwable cause) {
    super(Quote.line(source + ": " + problem), cause);
  }
}
