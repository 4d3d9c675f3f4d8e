package io.inkwash.model;

import io.inkwash.data.open.DataSets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the images of a run were found, so that they are found again from another folder or beside
 * the run.
 *
 * @param word as the user named them: the name of a set, a path, or two paths with a comma between
 * @param absolute the same from the root of the file system; null for a named set
 * @param fromRun the same from the run's folder; null where there is no such path
 */
public record DataLocation(String word, @Nullable String absolute, @Nullable String fromRun) {
  private static final Pattern WAY = Pattern.compile("[^,]*[/\\\\]"); // of each of two

  /** Of images that a word names, for a run in a folder. */
  public static DataLocation of(String word, Path run) {
    boolean named = DataSets.named().stream().anyMatch(set -> set.name().equals(word));
    List<Path> found = named ? List.of() : existing(Path.of(""), word);
    if (found.isEmpty()) {
      return new DataLocation(word, null, null);
    }
    List<Path> absolute = found.stream().map(path -> path.toAbsolutePath().normalize()).toList();
    return new DataLocation(word, words(absolute), relative(run, absolute));
  }

  /** The same without the way to it: the name of a set, or those of files or folders. */
  DataLocation portable() {
    return absolute == null ? this : new DataLocation(WAY.matcher(word).replaceAll(""), null, null);
  }

  private static @Nullable String relative(Path run, List<Path> data) {
    Path from = run.toAbsolutePath().normalize();
    try {
      return words(data.stream().map(from::relativize).toList());
    } catch (IllegalArgumentException otherRoot) {
      return null;
    }
  }

  /** The word or path to open the images by: the first that is there. */
  public String resolve(Path run) {
    if (absolute == null) {
      return word;
    }
    return at(Path.of(""), absolute)
        .or(() -> fromRun == null ? Optional.empty() : at(run.toAbsolutePath(), fromRun))
        .orElse(word);
  }

  private static Optional<String> at(Path folder, String words) {
    return Optional.of(existing(folder, words))
        .filter(found -> !found.isEmpty())
        .map(DataLocation::words);
  }

  /** The path, or the two with a comma between, that some words name; empty if one is not there. */
  private static List<Path> existing(Path folder, String words) {
    try {
      Path one = folder.resolve(words).normalize();
      int comma = words.lastIndexOf(',');
      if (Files.exists(one) || comma < 1) {
        return Files.exists(one) ? List.of(one) : List.of();
      }
      Path first = folder.resolve(words.substring(0, comma).strip()).normalize();
      Path second = folder.resolve(words.substring(comma + 1).strip()).normalize();
      return Files.exists(first) && Files.exists(second) ? List.of(first, second) : List.of();
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private static String words(List<Path> paths) {
    return paths.stream().map(Path::toString).collect(Collectors.joining(","));
  }
}
