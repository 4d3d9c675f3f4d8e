package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.file.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
  private static final String MANIFEST = "inkwash.json";
  private static final String SUCCESS = "_SUCCESS";

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

  /**
   * Begins with what its files depend on, or goes on.
   *
   * @throws IllegalArgumentException if it holds what was made in another way, or other files
   */
  void begin(Map<String, Object> facts) throws IOException {
    String manifest = Json.pretty(facts) + "\n";
    if (has(MANIFEST)) {
      if (!readString(MANIFEST).equals(manifest)) {
        throw new IllegalArgumentException(
            format(
                "%s holds images that were made in another way; allowed: the same way, or another"
                    + " folder",
                uri));
      }
    } else if (empty()) {
      writeString(MANIFEST, manifest);
    } else {
      throw new IllegalArgumentException(
          format("%s holds other files; allowed: a new folder", uri));
    }
  }

  /** Marks that all files are there, and removes what attempts that were killed have left. */
  void end() throws IOException {
    writeString(SUCCESS, "");
    files().delete(path(ASIDE), true);
  }

  boolean has(String name) throws IOException {
    return files().exists(path(name));
  }

  /** Whether there is anything in it. */
  private boolean empty() throws IOException {
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

  private void writeString(String name, String text) throws IOException {
    write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String readString(String name) throws IOException {
    try (var in = files().open(path(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
