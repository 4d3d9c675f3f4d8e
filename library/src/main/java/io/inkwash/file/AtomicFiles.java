package io.inkwash.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Files and folders that appear whole or not at all.
 *
 * <p>The bytes go to a hidden file beside the target ({@code .name.1a2b3c4d.partial}), are forced
 * to the disk, and get the target's name by one rename, which is forced to the disk as well. Before
 * the rename the old file is untouched, after it the new one is complete. When the writing fails,
 * on a full disk for one, what was written aside is deleted. Only a killed process leaves it
 * behind; see {@link #sweep}.
 *
 * <p>Missing parent folders are made. Every failure is a {@link FileException}, and the target is
 * then as it was.
 */
public final class AtomicFiles {
  /** Largest piece handed to a channel: Java keeps a native copy as large as the piece. */
  static final int PIECE = 1 << 20;

  private static final String SUFFIX = ".partial";

  private AtomicFiles() {}

  /** Writes the content of one file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all bytes to {@code channel}, which stands at 0 and stays open. */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes the files of one folder. */
  @FunctionalInterface
  public interface Filling {
    /** Writes all files into {@code folder}, which is new and empty. */
    void writeTo(Path folder) throws IOException;
  }

  /** Writes {@code bytes} to {@code file}, replacing it if it exists. */
  public static void write(Path file, byte[] bytes) {
    write(file, channel -> writeAll(channel, ByteBuffer.wrap(bytes)));
  }

  /** Writes {@code text} in UTF-8 to {@code file}, replacing it if it exists. */
  public static void writeString(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes {@code content} to {@code file}, replacing it if it exists. */
  public static void write(Path file, Content content) {
    Path aside = aside(file);
    try {
      Files.createDirectories(folderOf(file));
      try (FileChannel channel =
          FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folderOf(file));
    } catch (IOException e) {
      throw FileException.unwritable(file, e);
    } finally {
      discard(aside);
    }
  }

  /**
   * Makes {@code folder} with all its files at once. The folder must not exist: two folders cannot
   * change places in one step.
   */
  public static void writeFolder(Path folder, Filling filling) {
    Path aside = aside(folder);
    try {
      Files.createDirectories(folderOf(folder));
      Files.createDirectory(aside);
      filling.writeTo(aside);
      sync(aside);
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileException(folder, "exists already; remove it or choose another name");
      }
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folderOf(folder));
    } catch (FileException e) {
      throw e.moved(aside, folder);
    } catch (IOException e) {
      throw FileException.unwritable(folder, e);
    } finally {
      discard(aside);
    }
  }

  /**
   * Deletes what killed processes left aside in {@code folder} (not in its subfolders). Call it
   * only when nobody else is writing there. A folder that does not exist is fine.
   */
  public static void sweep(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(AtomicFiles::isLeftover).toList().forEach(AtomicFiles::discard);
    } catch (IOException e) {
      throw FileException.unreadable(folder, e);
    }
  }

  /**
   * Deletes a file or folder as it is written: it first moves aside, so that nobody sees half of
   * it. What is not there or cannot be deleted is left, without complaint.
   */
  public static void delete(Path path) {
    Path aside = aside(path);
    try {
      Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      return;
    }
    discard(aside);
  }

  /** Writes the rest of {@code bytes}, piece by piece; the buffer's position is left alone. */
  static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    int end = rest.limit();
    while (rest.position() < end) {
      rest.limit(Math.min(end, rest.position() + PIECE));
      channel.write(rest);
    }
  }

  private static Path aside(Path file) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    return file.resolveSibling("." + file.getFileName() + "." + unique + SUFFIX);
  }

  private static boolean isLeftover(Path file) {
    return file.getFileName().toString().matches("\\..+\\.[0-9a-f]{8}\\.partial");
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static void sync(Path folder) throws IOException {
    for (Path path : under(folder)) {
      if (Files.isDirectory(path)) {
        syncFolder(path);
      } else {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Forces a folder's list of names to the disk, where the system can do that. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows cannot open a folder; it writes the names through by itself.
    }
  }

  /** Deletes what was written aside, if it is there. A failure must not hide an earlier one. */
  private static void discard(Path aside) {
    if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      for (Path each : under(aside)) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      // It stays behind under its hidden name, for sweep.
    }
  }

  /** All that is under {@code path}, deepest first, {@code path} itself last. */
  private static List<Path> under(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
