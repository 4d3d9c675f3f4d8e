package io.inkwash.cli.options;

import io.inkwash.file.FileException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes sure, before long work, that its results will have a place. */
public final class Places {
  private Places() {}

  /**
   * A file that is to be written.
   *
   * @throws FileException if a folder has its name, or its folder cannot be made
   */
  public static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new FileException(file, "is a folder; give the name of a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      requireFolder(folder);
    }
  }

  /**
   * A folder that is there or is to be made.
   *
   * @throws FileException if a file is in the way, or nothing may be written there
   */
  public static void requireFolder(Path folder) {
    Path there = nearest(folder.toAbsolutePath());
    if (there == null || !Files.isDirectory(there)) {
      throw new FileException(folder, "cannot be made: " + there + " is not a folder");
    }
    if (!Files.isWritable(there)) {
      throw new FileException(folder, "cannot be written: no permission in " + there);
    }
  }

  /** The path itself, or the deepest folder above it that exists. */
  private static @Nullable Path nearest(Path path) {
    Path there = path;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
