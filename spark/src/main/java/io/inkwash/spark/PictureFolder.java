package io.inkwash.spark;

import static io.inkwash.format.Text.format;

import io.inkwash.data.open.SingleImage;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The pictures of a folder of any file system that Hadoop knows.
 *
 * @param uri the folder
 */
record PictureFolder(String uri, SerializableConfiguration configuration) implements Serializable {

  static PictureFolder of(String uri, Configuration configuration) {
    return new PictureFolder(uri, new SerializableConfiguration(configuration));
  }

  private FileSystem files() throws IOException {
    return new Path(uri).getFileSystem(configuration.value());
  }

  /**
   * Their files' names, in order: those of the folder, not of folders within it.
   *
   * @throws IllegalArgumentException if there is none
   */
  List<String> names() throws IOException {
    List<String> names =
        Arrays.stream(files().listStatus(new Path(uri)))
            .filter(FileStatus::isFile)
            .map(status -> status.getPath().getName())
            .filter(SingleImage::named)
            .sorted()
            .toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(format("%s: holds no pictures; name another folder", uri));
    }
    return names;
  }

  Restorer.Given read(long number, String name) throws IOException {
    Path file = new Path(uri, name);
    try (var in = files().open(file)) {
      return new Restorer.Given(number, file.toString(), in.readAllBytes());
    }
  }
}
