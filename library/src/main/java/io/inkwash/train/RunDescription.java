package io.inkwash.train;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The two files that describe a run, {@code recipe.json} and {@code provenance.json}. They change
 * together: both lie in a folder {@code .changed} first, which appears by one rename, and what lies
 * there counts until it has been moved over the old files. A process that is killed leaves the old
 * pair or the new one.
 *
 * @param root the run's folder
 */
record RunDescription(Path root) {
  private static final String RECIPE = "recipe.json";
  private static final String PROVENANCE = "provenance.json";

  Path recipe() {
    return current(RECIPE);
  }

  Path provenance() {
    return current(PROVENANCE);
  }

  private Path current(String name) {
    Path changed = changed().resolve(name);
    return Files.exists(changed) ? changed : root.resolve(name);
  }

  private Path changed() {
    return root.resolve(".changed");
  }

  /** Writes both into a folder. */
  static void write(Path folder, Object recipe, Object provenance) {
    Json.write(folder.resolve(PROVENANCE), provenance);
    Json.write(folder.resolve(RECIPE), recipe);
  }

  /** Replaces both. */
  void replace(Object recipe, Object provenance) {
    settle();
    AtomicFiles.writeFolder(changed(), aside -> write(aside, recipe, provenance));
    settle();
  }

  /** Moves a new pair over the old one, where a killed process has left it. */
  void settle() {
    for (String name : new String[] {RECIPE, PROVENANCE}) {
      Path file = root.resolve(name);
      try {
        if (Files.exists(changed().resolve(name))) {
          Files.move(changed().resolve(name), file, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        throw new FileException(file, "cannot be replaced: " + e.getMessage(), e);
      }
    }
    if (Files.exists(changed())) {
      AtomicFiles.delete(changed());
    }
  }
}
