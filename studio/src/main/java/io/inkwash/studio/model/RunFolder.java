package io.inkwash.studio.model;

import io.inkwash.evaluate.RunSummary;
import io.inkwash.file.FileException;
import io.inkwash.studio.http.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The folder of runs. A run's id is its path below the folder, with slashes. What a request calls a
 * run is compared with the runs that are there and never becomes a path itself.
 *
 * @param root the folder
 */
public record RunFolder(Path root) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /** Makes the folder where it is not there. */
  public RunFolder {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new FileException(root, "cannot be made: " + e.getMessage(), e);
    }
  }

  /** All runs. */
  public List<Path> runs() {
    return RunSummary.folders(root);
  }

  /** A run's id. */
  public String id(Path run) {
    String below = root.relativize(run).toString().replace('\\', '/');
    return below.isEmpty() ? String.valueOf(run.toAbsolutePath().getFileName()) : below;
  }

  /** The run of an id, if it is there. */
  public Optional<Path> find(String id) {
    return runs().stream().filter(run -> id(run).equals(id)).findFirst();
  }

  /**
   * The run of an id.
   *
   * @throws RequestException of status 404 if it is not there
   */
  public Path run(String id) {
    return find(id).orElseThrow(() -> RequestException.notFound("there is no such run"));
  }

  /**
   * The folder of a new run.
   *
   * @throws RequestException if the name is none
   */
  public Path fresh(String name) {
    if (!NAME.matcher(name).matches()) {
      throw RequestException.field(
          "name",
          "name must be 1 to 64 letters, digits and . _ - of ASCII, with no dot at its start");
    }
    return root.resolve(name);
  }
}
