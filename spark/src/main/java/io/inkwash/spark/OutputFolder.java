package io.inkwash.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A folder of any file system that Hadoop knows, in which files appear whole: each is written aside
 * and renamed. Where two attempts write the same file, one of them stays; both have the same bytes.
 *
 * @param uri the folder, such as {@code hdfs://host/images}; a path without a scheme is of Hadoop's
 *     default file system
 */
record OutputFolder(String uri, SerializableConfiguration configuration) implements Serializable {
  private static final String ASIDE = "_aside";

  static OutputFolder of(String uri, Configuration configuration) {
    return new OutputFolder(uri, new SerializableConfiguration(configuration));
  }

  /** Writes the content of one file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private FileSystem files() throws IOException {
    FileSystem files = new Path(uri).getFileSystem(configuration.value());
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  private Path path(String name) {
    return new Path(uri, name);
  }

  boolean has(String name) throws IOException {
    return files().exists(path(name));
  }

  /** Whether there is anything in it. */
  boolean empty() throws IOException {
    FileSystem files = files();
    return !files.exists(new Path(uri)) || files.listStatus(new Path(uri)).length == 0;
  }

  void write(String name, Content content) throws IOException {
    FileSystem files = files();
    Path aside = path(ASIDE + "/" + name + "." + UUID.randomUUID());
    try {
      try (OutputStream out = files.create(aside)) {
        content.writeTo(out);
      }
      if (!files.rename(aside, path(name)) && !files.exists(path(name))) {
        throw new IOException(path(name) + ": cannot be renamed from " + aside);
      }
    } finally {
      files.delete(aside, false);
    }
  }

  void writeString(String name, String text) throws IOException {
    write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  String readString(String name) throws IOException {
    try (var in = files().open(path(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Removes what attempts that were killed have left. */
  void sweep() throws IOException {
    files().delete(path(ASIDE), true);
  }
}
