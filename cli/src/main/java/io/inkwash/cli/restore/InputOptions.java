package io.inkwash.cli.restore;

import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageShape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Options that say which images to work on. */
final class InputOptions {
  private static final int COUNT = 64;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "PNG, JPEG, WebP or TIFF files, and folders of them.")
  List<Path> files = List.of();

  @Option(
      names = "--data",
      paramLabel = "SET",
      description = "Take the test images of a set instead.")
  @Nullable String data;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "With --data: how many of them. Default: 64.")
  @Nullable Integer count;

  @Option(
      names = "--tile",
      description =
          "Leave files that are larger than the model's images as they are and work on tiles that"
              + " overlap. Default: they are cropped and resized.")
  boolean tile;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    if (files.isEmpty() && data == null) {
      throw Usage.wrong(spec, "images are missing: name files or folders, or a set with --data");
    }
    if (!files.isEmpty() && data != null) {
      throw Usage.wrong(spec, "files and --data exclude each other; give one of them");
    }
    if (count != null) {
      Usage.requireAtLeast(spec, "--count", count, 1);
    }
    if (data == null && count != null) {
      throw Usage.wrong(spec, "--count is for --data; all files that are named are taken");
    }
    if (data != null && tile) {
      throw Usage.wrong(spec, "--tile is for files; the images of a set are resized");
    }
  }

  /** Reads the images and brings them to the shape that is wanted. */
  Inputs read(ImageShape wanted, PrintWriter err) {
    return read(wanted, true, err);
  }

  /**
   * Reads the images and brings them to the shape that is wanted.
   *
   * @param resized whether files of other sizes are cropped and resized, rather than refused
   */
  Inputs read(ImageShape wanted, boolean resized, PrintWriter err) {
    return data == null
        ? Inputs.ofFiles(files, tile, wanted, resized, err)
        : Inputs.ofSet(data, count == null ? COUNT : count, wanted, err);
  }
}
