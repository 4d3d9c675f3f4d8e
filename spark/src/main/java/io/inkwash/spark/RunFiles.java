package io.inkwash.spark;

import static io.inkwash.format.Text.format;
import static scala.jdk.javaapi.CollectionConverters.asJava;

import io.inkwash.file.FileException;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.model.ShippedModels;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkFiles;

/**
 * Where executors find a run.
 *
 * @param name a path, the name of a shipped model, or that of an archive that Spark sends
 * @param sent whether it is an archive
 */
record RunFiles(String name, boolean sent) implements Serializable {
  private static final int HASH_DIGITS = 16;

  /** A run that has the same path on every machine, or that comes with the library. */
  static RunFiles shared(Path run) {
    return new RunFiles(run.toString(), false);
  }

  /**
   * A run of this machine, which Spark sends to every executor: all of it that a checkpoint needs.
   * What comes with the library is not sent.
   *
   * @param weights those that executors are to draw with
   */
  static RunFiles sent(SparkContext spark, Path run, SavedWeights weights) {
    if (ShippedModels.named(run)) {
      return shared(run);
    }
    String name = format("inkwash-%s.zip", weights.hash().substring(0, HASH_DIGITS));
    if (asJava(spark.listArchives()).stream().anyMatch(archive -> archive.endsWith("/" + name))) {
      return new RunFiles(name, true); // sent for an earlier job
    }
    try {
      Path zip = Files.createTempDirectory("inkwash").resolve(name);
      write(zip, Run.open(run), weights);
      spark.addArchive(zip.toUri().toString());
      return new RunFiles(name, true);
    } catch (IOException e) {
      throw new FileException(run, "cannot be packed to be sent: " + e.getMessage(), e);
    }
  }

  private static void write(Path zip, Run run, SavedWeights weights) throws IOException {
    Path root = run.directory().root();
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(0); // weights do not compress
      for (Path one : files(root, run.directory().checkpoint(weights.step()))) {
        out.putNextEntry(new ZipEntry(root.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, out);
      }
    }
  }

  /** What describes the run, and a checkpoint without the optimizer's state. */
  private static List<Path> files(Path root, Path checkpoint) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(root, checkpoint)) {
      try (Stream<Path> listed = Files.list(folder)) {
        listed
            .filter(Files::isRegularFile)
            .filter(file -> file.toString().matches(".*\\.(json|safetensors)"))
            .filter(file -> !file.getFileName().toString().startsWith("optimizer"))
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Its folder, or its name, on the machine that calls. */
  Path path() {
    return Path.of(sent ? SparkFiles.get(name) : name);
  }
}
