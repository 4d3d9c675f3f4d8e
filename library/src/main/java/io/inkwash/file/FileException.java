package io.inkwash.file;

import io.inkwash.format.Quote;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A file that cannot be read, written or understood.
 *
 * <p>The message is one line: the file, what is wrong with it, the offending value and what is
 * allowed.
 */
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The file and what is wrong with it, on one line. */
  public FileException(Path file, String problem) {
    super(Quote.line(file + ": " + problem));
  }

  /** The file and what is wrong with it, on one line, and what was caught. */
  public FileException(Path file, String problem, Throwable cause) {
    super(Quote.line(file + ": " + problem), cause);
  }

  private FileException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same failure of a file that was to move from one place to another. */
  FileException moved(Path from, Path to) {
    String message = String.valueOf(getMessage());
    return new FileException(message.replace(from.toString(), to.toString()), this);
  }

  public static FileException unreadable(Path file, IOException cause) {
    return new FileException(file, "cannot be read: " + reason(cause), cause);
  }

  public static FileException unwritable(Path file, IOException cause) {
    return new FileException(file, "cannot be written: " + reason(cause), cause);
  }

  /** Why the system refused. Java's own message is often the file's name alone. */
  static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "no such file";
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way";
    }
    if (cause instanceof NotDirectoryException notFolder) {
      return notFolder.getFile() + " is not a folder";
    }
    if (cause instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (cause instanceof FileSystemException system && system.getReason() != null) {
      return Quote.firstLine(system.getReason());
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : Quote.firstLine(message);
  }
}
