package io.inkwash.data.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder or of an archive, by names that are always separated by {@code /} and never
 * begin with one.
 */
public interface FileTree extends Closeable {

  /** The most bytes that one picture file may have. */
  int LARGEST = 256 << 20;

  /** The folder or archive itself. */
  Path root();

  /** The names of all files, in the order of their characters. */
  List<String> files();

  /** The names of the folders that hold nothing. */
  List<String> emptyFolders();

  /** What a user should know about how the files were found, one sentence each. */
  List<String> notes();

  /** The size of a file in bytes as the folder or archive states it; -1 where it does not. */
  long size(String file) throws IOException;

  /** Where a file lies by itself on disk; empty within an archive. */
  default Optional<Path> plain(String file) {
    return Optional.empty();
  }

  /** Opens one file. */
  InputStream open(String file) throws IOException;

  /** Receives files. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One file.
     *
     * @param index its index among those that are wanted
     * @param content reads it whole; it throws where the file is damaged or too large
     */
    void file(int index, Content content);
  }

  /** The bytes of one file. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /** Reads small files whole, each once, in any order and from several threads at the same time. */
  void readEach(List<String> wanted, Visitor visitor) throws IOException;

  /**
   * Reads a stream to its end.
   *
   * @throws IOException if it holds more than {@link #LARGEST}
   */
  static byte[] readWhole(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST);
    if (in.read() >= 0) {
      throw new IOException("holds over " + (LARGEST >> 20) + " MiB");
    }
    return bytes;
  }
}
