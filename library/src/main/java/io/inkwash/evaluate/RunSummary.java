package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.model.Run;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.Goal;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.RunLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run at a glance: what it is, how far it has come, what it scored, what it takes.
 *
 * @param folder of the run
 * @param recipe the recipe's name; empty if it cannot be read
 * @param changes what differs from the recipe of that name, as {@code key=value}; empty too where
 *     there is no such recipe
 * @param state where it stands
 * @param counters of the newest whole checkpoint; those of a run that has not begun if there is
 *     none
 * @param goal how far it was to be trained; empty where that is not recorded
 * @param evaluation the newest with a FID, or else the newest
 * @param bytes of all its files
 */
public record RunSummary(
    Path folder,
    String recipe,
    Map<String, String> changes,
    State state,
    Checkpoint.State counters,
    Optional<Goal> goal,
    Optional<EvaluationLog.Line> evaluation,
    long bytes) {

  /** How deep below a folder runs are found. */
  private static final int DEEPEST = 3;

  /** Where a run stands. */
  public enum State {
    /** A process is training it. */
    TRAINING,
    /** It has come as far as it was to, or that is not recorded. */
    TRAINED,
    /** It has a whole checkpoint, and was stopped or killed before its goal. */
    STOPPED,
    /** It has no checkpoint yet. */
    BEGUN,
    /** It has checkpoints and none is whole, or its recipe cannot be read. */
    DAMAGED
  }

  /** Reads one run. */
  public static RunSummary of(Path folder) {
    RunDirectory directory = RunDirectory.open(folder);
    Optional<Path> newest = directory.newest();
    Optional<Recipe> recipe = recipe(folder);
    Checkpoint.State counters = newest.map(Checkpoint::readState).orElse(Checkpoint.State.none());
    Optional<Goal> goal = goal(directory);
    boolean done = goal.map(end -> end.reached(counters)).orElse(true);
    return new RunSummary(
        folder,
        recipe.map(Recipe::name).orElse(""),
        recipe.map(RunSummary::changes).orElse(Map.of()),
        state(directory, newest.isPresent(), recipe.isPresent(), done),
        counters,
        goal,
        evaluation(directory),
        bytes(folder));
  }

  /**
   * Reads all runs in a folder and in those below it.
   *
   * @throws FileException if there is no such folder
   */
  public static List<RunSummary> under(Path folder) {
    return folders(folder).stream().map(RunSummary::of).toList();
  }

  /**
   * Finds the folders of all runs in a folder and in those below it, by name.
   *
   * @throws FileException if there is no such folder
   */
  public static List<Path> folders(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new FileException(
          folder,
          (Files.exists(folder) ? "is no folder" : "is not there")
              + "; name the folder that holds runs");
    }
    List<Path> found = new ArrayList<>();
    collect(folder, 0, found);
    return found;
  }

  /** The runs that a path stands for: itself, or those in a folder that holds some. */
  public static List<Path> runs(Path folder) {
    boolean holds =
        Files.isDirectory(folder) && !Files.isRegularFile(folder.resolve("recipe.json"));
    List<Path> inside = holds ? folders(folder) : List.of();
    return inside.isEmpty() ? List.of(folder) : inside;
  }

  private static void collect(Path folder, int depth, List<Path> found) {
    if (Files.isRegularFile(folder.resolve("recipe.json"))) {
      found.add(folder);
    } else if (depth < DEEPEST) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(Files::isDirectory).sorted().forEach(next -> collect(next, depth + 1, found));
      } catch (IOException e) {
        throw FileException.unreadable(folder, e);
      }
    }
  }

  private static Optional<Recipe> recipe(Path folder) {
    try {
      return Optional.of(Run.open(folder).recipe());
    } catch (FileException damaged) {
      return Optional.empty();
    }
  }

  private static Map<String, String> changes(Recipe recipe) {
    try {
      Recipe preset = Recipes.named(recipe.name());
      return preset.getClass() == recipe.getClass()
          ? Settings.differences(preset, recipe)
          : Map.of();
    } catch (SpecException unknown) {
      return Map.of();
    }
  }

  private static Optional<Goal> goal(RunDirectory directory) {
    try {
      return Goal.of(directory);
    } catch (FileException damaged) {
      return Optional.empty();
    }
  }

  private static State state(
      RunDirectory directory, boolean whole, boolean readable, boolean done) {
    if (directory.isLocked()) {
      return State.TRAINING;
    }
    if (!readable) {
      return State.DAMAGED;
    }
    if (whole) {
      return done ? State.TRAINED : State.STOPPED;
    }
    return directory.steps().isEmpty() ? State.BEGUN : State.DAMAGED;
  }

  private static Optional<EvaluationLog.Line> evaluation(RunDirectory directory) {
    List<EvaluationLog.Line> lines;
    try {
      lines = EvaluationLog.lines(directory);
    } catch (FileException damaged) {
      return Optional.empty();
    }
    return lines.stream()
        .filter(line -> line.numbers().containsKey("fid"))
        .reduce((first, second) -> second)
        .or(() -> lines.stream().reduce((first, second) -> second));
  }

  /** The bytes of all files; those that a training deletes meanwhile count nothing. */
  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(RunSummary::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Deletes all checkpoints but the newest whole one, and what killed processes left half-written.
   * The run can be resumed as before.
   *
   * @return the bytes that are free now
   * @throws FileException if a process is training it
   */
  public long prune() {
    RunDirectory directory = RunDirectory.open(folder);
    try (RunLock lock = directory.lock()) {
      directory.prune(1, step -> false);
    }
    return Math.max(0, bytes - bytes(folder));
  }

  /**
   * Deletes the run with all its files.
   *
   * @throws FileException if a process is training it
   */
  public void delete() {
    Path aside = folder.resolveSibling("." + folder.getFileName() + ".deleted");
    try (RunLock lock = RunDirectory.open(folder).lock()) {
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new FileException(folder, "cannot be deleted: " + e.getMessage(), e);
    }
    AtomicFiles.delete(aside);
  }
}
