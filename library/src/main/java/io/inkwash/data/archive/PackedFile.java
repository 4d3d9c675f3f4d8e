package io.inkwash.data.archive;

import io.inkwash.data.Bytes;
import io.inkwash.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of a set, which may be compressed, by itself or within an archive.
 *
 * @param where what to call it in messages
 * @param size bytes as it is stored; -1 where that is not known
 * @param path of the file, if it lies by itself on disk
 * @param opener opens it as it is stored
 */
public record PackedFile(String where, long size, Optional<Path> path, Opener opener) {

  /** Opens a file. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * A file on disk.
   *
   * @throws DataException if it is not there
   */
  public static PackedFile of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw DataException.in(file, "no such file");
    }
    try {
      return new PackedFile(
          file.toString(), Files.size(file), Optional.of(file), () -> Files.newInputStream(file));
    } catch (IOException e) {
      throw DataException.in(file, "cannot be read", e);
    }
  }

  /** A file of a folder or archive. */
  public static PackedFile of(FileTree tree, String file) {
    String where = tree.root() + "/" + file;
    try {
      return new PackedFile(where, tree.size(file), tree.plain(file), () -> tree.open(file));
    } catch (NoSuchFileException e) {
      throw new DataException(where + ": no such file", e);
    } catch (IOException e) {
      throw new DataException(where + ": cannot be read (" + DataException.reason(e) + ")", e);
    }
  }

  /** Opens it and unpacks it; see {@link Bytes#unpacked}. */
  public InputStream open() throws IOException {
    return Bytes.unpacked(opener.open());
  }

  /** The most bytes that it can hold unpacked. */
  public long mostUnpacked() throws IOException {
    if (size < 0) {
      return Long.MAX_VALUE;
    }
    try (InputStream in = opener.open()) {
      return switch (Bytes.packing(in.readNBytes(Bytes.SIGNATURE))) {
        case NONE -> size;
        case GZIP -> size * Bytes.DEFLATE_LIMIT;
        default -> Long.MAX_VALUE;
      };
    }
  }

  /** Where its bytes lie as they are: by itself on disk, and not compressed. */
  public Optional<Path> unpackedPath() throws IOException {
    return path.isPresent() && mostUnpacked() == size ? path : Optional.empty();
  }

  /** The name of its last part, for messages. */
  String last() {
    return FileNames.last(where.replace('\\', '/'));
  }
}
