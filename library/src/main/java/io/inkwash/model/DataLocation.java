package io.inkwash.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the images of a run were found, so that they are found again from another folder or beside
 * the run.
 *
 * @param word as the user named them: the name of a set, or a path
 * @param absolute the path from the root of the file system; null for a named set
 * @param fromRun the path from the run's folder; null where there is none
 */
public record DataLocation(String word, @Nullable String absolute, @Nullable String fromRun) {

  /** Of images that a word names, for a run in a folder. */
  public static DataLocation of(String word, Path run) {
    try {
      Path path = Path.of(word);
      if (Files.exists(path)) {
        Path absolute = path.toAbsolutePath().normalize();
        return new DataLocation(word, absolute.toString(), relative(run, absolute));
      }
    } catch (InvalidPathException named) {
      // the name of a set
    }
    return new DataLocation(word, null, null);
  }

  private static @Nullable String relative(Path run, Path data) {
    try {
      return run.toAbsolutePath().normalize().relativize(data).toString();
    } catch (IllegalArgumentException otherRoot) {
      return null;
    }
  }

  /** The word or path to open the images by: the first that is there. */
  public String resolve(Path run) {
    if (absolute == null) {
      return word;
    }
    Path moved = fromRun == null ? null : run.toAbsolutePath().resolve(fromRun).normalize();
    return Stream.of(Path.of(absolute), moved)
        .filter(path -> path != null && Files.exists(path))
        .map(String::valueOf)
        .findFirst()
        .orElse(word);
  }
}
