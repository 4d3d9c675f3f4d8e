package io.inkwash.cli.restore;

import io.inkwash.cli.options.Usage;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that say where pictures go. */
final class GalleryOptions {
  private static final int COMFORTABLE = 128; // pixels across that are easily seen

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Where the pictures go: DIR/NAME.png, or DIR/METHOD/NAME.png where several are compared,"
              + " and DIR/strip.png with all side by side.")
  Path folder;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "8",
      description = "The most images that the strip shows. Default: 8.")
  int rows;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "Enlarge the strip this many times. Default: to about 128 pixels an image.")
  @Nullable Integer scale;

  /** Refuses what cannot be, before anything is read. */
  void check(CommandSpec spec) {
    Usage.requireAtLeast(spec, "--rows", rows, 1);
    if (scale != null) {
      Usage.requireAtLeast(spec, "--scale", scale, 1);
    }
  }

  /** How many times pictures of a width are enlarged. */
  int scaleOf(int width) {
    return scale == null ? Math.max(1, COMFORTABLE / width) : scale;
  }
}
