package io.inkwash.data;

import java.io.IOException;
import java.util.List;

/** Some files by their paths: a folder or a zip. Many threads may read at once. */
interface ImageFiles extends AutoCloseable {

  /** The most bytes that one image file may have. */
  int LARGEST = 256 << 20;

  /** What the collection is called in messages. */
  String where();

  /** The paths of all files, names separated by {@code /}, in the order of their characters. */
  List<String> paths();

  /** The bytes of one file. */
  byte[] read(String path) throws IOException;

  @Override
  void close() throws IOException;
}
