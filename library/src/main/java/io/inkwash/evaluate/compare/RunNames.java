package io.inkwash.evaluate.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Short names of the folders of runs: the last part, or, where two share that, the path below the
 * folder that holds all.
 *
 * @param common the deepest folder that holds all runs; empty where their names differ
 */
record RunNames(Optional<Path> common) {

  /** The names of some runs beside each other. */
  static RunNames of(List<String> runs) {
    List<Path> paths = runs.stream().map(RunNames::path).distinct().toList();
    long names = paths.stream().map(Path::getFileName).distinct().count();
    if (names == paths.size()) {
      return new RunNames(Optional.empty());
    }
    return new RunNames(
        Stream.iterate(paths.get(0).getParent(), Objects::nonNull, Path::getParent)
            .filter(folder -> paths.stream().allMatch(path -> path.startsWith(folder)))
            .findFirst());
  }

  private static Path path(String run) {
    return Path.of(run).toAbsolutePath().normalize();
  }

  /** The folder that a run's is in; null at the root. */
  static @Nullable String parent(String run) {
    Path parent = path(run).getParent();
    return parent == null ? null : parent.toString();
  }

  /** The name of a run, or of a folder that holds some. */
  String of(String run) {
    Path path = path(run);
    if (common.isPresent() && path.startsWith(common.get()) && !path.equals(common.get())) {
      return common.get().relativize(path).toString();
    }
    return path.getFileName() == null ? run : path.getFileName().toString();
  }
}
