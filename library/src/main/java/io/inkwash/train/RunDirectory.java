package io.inkwash.train;

import static io.inkwash.format.Text.format;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorSource;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a training run.
 *
 * <pre>
 * RUN/recipe.json  provenance.json  goal.json  metrics.jsonl  evaluations.jsonl  loss.png
 * RUN/samples/step-00001000.png  averages/step-00001000.safetensors
 * RUN/checkpoints/step-00001000/{model,ema,optimizer}.safetensors  state.json
 * RUN/checkpoints/latest                        the name of the newest whole one
 * </pre>
 */
public final class RunDirectory {
  private static final Pattern STEP_FOLDER = Pattern.compile("step-(\\d{8,18})");
  private static final Pattern SAMPLES = Pattern.compile("step-(\\d{8,18})\\.png");

  private final Path root;

  private RunDirectory(Path root) {
    this.root = root;
  }

  /**
   * Makes the folder of a new run, whole or not at all: of two processes that begin at once, one
   * has the folder and the other is refused.
   *
   * @param recipe what is trained, written to {@code recipe.json}
   * @param provenance how it came to be, written to {@code provenance.json}
   * @throws FileException if the folder exists and is not empty; nothing in it is touched
   */
  public static RunDirectory create(Path root, Object recipe, Object provenance) {
    return create(root, recipe, provenance, folder -> {});
  }

  /**
   * The same with further files.
   *
   * @param files writes them
   */
  public static RunDirectory create(
      Path root, Object recipe, Object provenance, AtomicFiles.Filling files) {
    requireFree(root);
    AtomicFiles.writeFolder(
        withoutEmpty(root),
        aside -> {
          RunDescription.write(aside, recipe, provenance);
          files.writeTo(aside);
        });
    return new RunDirectory(root);
  }

  /** Makes room for a run's folder where an empty one stands, and follows a link to one. */
  private static Path withoutEmpty(Path root) {
    if (!Files.isDirectory(root)) {
      return root;
    }
    try {
      Path real = root.toRealPath();
      Files.delete(real);
      return real;
    } catch (DirectoryNotEmptyException e) {
      throw new FileException(root, "is taken by another process; choose another folder", e);
    } catch (IOException e) {
      throw new FileException(
          root, "cannot become the run's folder; name a new folder inside it", e);
    }
  }

  /**
   * Refuses a folder in which no run can begin. Nothing is written.
   *
   * @throws FileException if the folder exists and is not empty
   */
  public static void requireFree(Path root) {
    if (Files.exists(root) && !(Files.isDirectory(root) && isEmpty(root))) {
      boolean run = Files.exists(root.resolve("recipe.json"));
      throw new FileException(
          root,
          run
              ? "holds a run already; resume that one, or choose another folder"
              : "exists and is not an empty folder; choose another");
    }
  }

  /** Opens the folder of a run that exists. */
  public static RunDirectory open(Path root) {
    if (!Files.isRegularFile(root.resolve("recipe.json"))) {
      throw new FileException(
          root,
          Files.exists(root)
              ? "is not a run: it has no recipe.json"
              : "is not there; a run is made by inkwash train --out");
    }
    return new RunDirectory(root);
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new FileException(folder, "cannot be listed: " + e.getMessage(), e);
    }
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** The recipe's file. */
  public Path recipe() {
    return new RunDescription(root).recipe();
  }

  /** Replaces the recipe and the provenance, both or neither. To be called under the lock. */
  public void describe(Object recipe, Object provenance) {
    new RunDescription(root).replace(recipe, provenance);
  }

  /** The file that tells how the run came to be. */
  public Path provenance() {
    return new RunDescription(root).provenance();
  }

  /** The file of one line a step. */
  public Path metrics() {
    return root.resolve("metrics.jsonl");
  }

  /** The file of one line an evaluation. */
  public Path evaluations() {
    return root.resolve("evaluations.jsonl");
  }

  /** The picture of the loss. */
  public Path lossCurve() {
    return root.resolve("loss.png");
  }

  /** The picture of samples at a step. */
  public Path samples(long step) {
    return root.resolve("samples").resolve(stepName(step) + ".png");
  }

  /** The steps of the pictures of samples, in rising order. */
  public List<Long> sampled() {
    return numbered(root.resolve("samples"), SAMPLES).stream().map(RunDirectory::stepOf).toList();
  }

  /** The checkpoint folder of a step. */
  public Path checkpoint(long step) {
    return checkpoints().resolve(stepName(step));
  }

  private Path checkpoints() {
    return root.resolve("checkpoints");
  }

  private Path latest() {
    return checkpoints().resolve("latest");
  }

  /** The name of a step's checkpoint folder. */
  public static String stepName(long step) {
    return format("step-%08d", step);
  }

  /**
   * Writes a checkpoint, then lets {@code latest} name it. Writing the same step again is a no-op.
   */
  public Path save(Checkpoint checkpoint) {
    return save(checkpoint.state(), checkpoint.snapshot().tensors());
  }

  /**
   * As the other {@link #save}, one tensor at a time.
   *
   * @param state the counters, but for the sizes of files
   * @param tensors file name to tensors by name
   */
  public Path save(
      Checkpoint.State state, Map<String, ? extends Map<String, ? extends TensorSource>> tensors) {
    Path folder = checkpoint(state.step());
    if (!Checkpoint.whole(folder)) {
      AtomicFiles.delete(folder); // half of one, from wherever it came
      Checkpoint.write(folder, state, tensors);
    }
    AverageSnapshots.keep(root, folder);
    nameLatest(folder);
    return folder;
  }

  /** Lets {@code latest} name a checkpoint. */
  void nameLatest(Path folder) {
    AtomicFiles.writeString(latest(), folder.getFileName() + "\n");
  }

  /**
   * The newest whole checkpoint. The folders decide, not {@code latest}: a killed process may have
   * had no time to write that.
   */
  public Optional<Path> newest() {
    return last(Checkpoint::whole);
  }

  /** The newest checkpoint that has one of its files, such as {@code ema}, whole. */
  public Optional<Path> newestWith(String file) {
    return last(folder -> Checkpoint.has(folder, file));
  }

  /** The checkpoints that are damaged and newer than the newest whole one. */
  public List<Path> damaged() {
    long whole = newest().map(RunDirectory::stepOf).orElse(-1L);
    return stepFolders().stream().filter(folder -> stepOf(folder) > whole).toList();
  }

  /** The newest checkpoint that is good for something; older ones are not looked at. */
  private Optional<Path> last(Predicate<Path> good) {
    List<Path> newestFirst = new ArrayList<>(stepFolders());
    Collections.reverse(newestFirst);
    return newestFirst.stream().filter(good).findFirst();
  }

  /** The steps of the checkpoints, oldest first. */
  public List<Long> steps() {
    return stepFolders().stream().map(RunDirectory::stepOf).toList();
  }

  /** The folders of checkpoints, oldest first. */
  private List<Path> stepFolders() {
    return numbered(checkpoints(), STEP_FOLDER);
  }

  /** What is in a folder under the names of steps, by step. */
  static List<Path> numbered(Path folder, Pattern form) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> form.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparingLong(RunDirectory::stepOf))
          .toList();
    } catch (IOException e) {
      throw new FileException(folder, "cannot be listed: " + e.getMessage(), e);
    }
  }

  /** The step that a folder or file is named by. */
  public static long stepOf(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  /**
   * Deletes all checkpoints but the newest few and those to be kept for good.
   *
   * @param last how many of the newest to keep, 1 or more
   * @param forGood tells by the step which are never deleted
   */
  public void prune(int last, LongPredicate forGood) {
    List<Path> passing = new ArrayList<>(stepFolders());
    passing.removeIf(folder -> !Checkpoint.whole(folder));
    passing.removeIf(folder -> forGood.test(stepOf(folder)));
    for (Path folder : passing.subList(0, Math.max(0, passing.size() - last))) {
      AtomicFiles.delete(folder);
    }
  }

  /**
   * Takes the run for this process until the result is closed, and clears away what a killed
   * process left half-written.
   *
   * @throws FileException if it is being trained, by another process or by this one
   */
  public RunLock lock() {
    RunLock lock = RunLock.of(root);
    try {
      AtomicFiles.sweep(root);
      new RunDescription(root).settle();
      AtomicFiles.sweep(checkpoints());
      AtomicFiles.sweep(root.resolve("samples"));
      return lock;
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Whether this process or another is training it. Nothing is written. */
  public boolean isLocked() {
    return RunLock.isTaken(root);
  }
}
