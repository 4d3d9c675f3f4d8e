package io.inkwash.model.transfer;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.model.ShippedModels;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.Learner;
import io.inkwash.train.PairedStep;
import io.inkwash.train.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * First weights of a run that come from another run: its average where it has one. A layer that
 * does not fit, such as the embedding of other classes, starts as it would have without.
 */
public final class StartingWeights {
  private static final String OPTIMIZER = "optimizer";
  private static final String AVERAGE = SavedWeights.Which.EMA.word();

  /** The files of what a network is compared with. */
  private static final Set<String> COMPARED =
      Set.of(Learner.TEACHER, PairedStep.FAKE, PairedStep.FAKE_AVERAGE);

  private static final int SHOWN = 3;

  /**
   * A run that has begun.
   *
   * @param run the run; its checkpoint of step 0 holds the weights
   * @param drawn the layers that did not fit and were drawn, with both shapes
   */
  public record Begun(Run run, List<String> drawn) {
    /** Copies the list. */
    public Begun {
      drawn = List.copyOf(drawn);
    }
  }

  /** Whose weights the new run's other networks begin with. */
  private record Origin(Path root, Path checkpoint) {

    static Origin of(Run run) {
      Path root = run.readied().directory().root();
      return new Origin(
          root,
          run.directory()
              .newestWith(AVERAGE)
              .orElseThrow(
                  () -> new FileException(root, "has no whole checkpoint; train it first")));
    }

    String words() {
      return ShippedModels.word(root.toAbsolutePath().normalize())
          + " at step "
          + Checkpoint.readState(checkpoint).step();
    }
  }

  private final Origin from;
  private final Origin teacher;
  private final List<String> drawn = new ArrayList<>();
  private long taken;
  private long total;

  private StartingWeights(Origin from, Origin teacher) {
    this.from = from;
    this.teacher = teacher;
  }

  /** As the other {@link #begin}, the teacher being the same run. */
  public static Begun begin(
      Run from, Path folder, Recipe recipe, ImageSource source, Provenance provenance) {
    return begin(from, from, folder, recipe, source, provenance);
  }

  /**
   * Begins a run.
   *
   * @param from the run whose newest weights the network takes
   * @param teacher the run whose newest weights what the network is compared with takes, where the
   *     recipe has that: the teacher and the fake model
   * @param folder of the new run
   * @param recipe of the new run
   * @param source the images to train on
   * @param provenance how the new run comes to be
   * @throws FileException if the folder holds a run, or the other run has no whole checkpoint
   * @throws SpecException if less than half of the new network's weights come from the other run
   */
  public static Begun begin(
      Run from,
      Run teacher,
      Path folder,
      Recipe recipe,
      ImageSource source,
      Provenance provenance) {
    StartingWeights weights = new StartingWeights(Origin.of(from), Origin.of(teacher));
    Snapshot first;
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      first = weights.into(training.snapshot());
    }
    Run run = Run.begin(folder, recipe, provenance.withOrigin(weights.words()));
    Checkpoint.State begun =
        new Checkpoint.State(Checkpoint.FORMAT, 0, 0, 0, 0, Double.NaN, first.numbers(), Map.of());
    run.directory().save(new Checkpoint(begun, first));
    return new Begun(run, weights.drawn);
  }

  private String words() {
    String own = "weights of " + from.words();
    return teacher.equals(from) ? own : own + ", taught by " + teacher.words();
  }

  /** A state before the first step, with other weights where they fit. */
  private Snapshot into(Snapshot fresh) {
    Map<String, Map<String, TensorData>> tensors = new LinkedHashMap<>(fresh.tensors());
    tensors.replaceAll((file, own) -> file.endsWith(OPTIMIZER) ? own : merged(file, own));
    if (2 * taken < total) {
      throw new SpecException(
          format(
              "%s has %d of the %d weights that the recipe's network takes; allowed: half or more;"
                  + " the first layers that do not fit: %s",
              from.root(),
              taken,
              total,
              drawn.stream().limit(SHOWN).collect(Collectors.joining(", "))));
    }
    return new Snapshot(tensors, fresh.numbers());
  }

  private Map<String, TensorData> merged(String file, Map<String, TensorData> own) {
    boolean compared = COMPARED.contains(file);
    String source = compared || file.equals(Learner.MAIN) ? AVERAGE : file;
    Path checkpoint = (compared ? teacher : from).checkpoint();
    if (!Files.exists(Checkpoint.tensors(checkpoint, source))) {
      return own;
    }
    Map<String, TensorData> others = Checkpoint.readTensors(checkpoint, source);
    Map<String, TensorData> merged = new LinkedHashMap<>(own);
    merged.replaceAll(
        (name, tensor) -> {
          TensorData other = others.get(name);
          total += tensor.size();
          if (other != null && Arrays.equals(other.shape(), tensor.shape())) {
            taken += tensor.size();
            return other;
          }
          if (source.equals(file)) { // once, and not again for the average
            drawn.add(words(name, tensor, other));
          }
          return tensor;
        });
    return merged;
  }

  private static String words(String name, TensorData own, @Nullable TensorData other) {
    return other == null
        ? name
        : format(
            "%s (%s, not %s)", name, Arrays.toString(own.shape()), Arrays.toString(other.shape()));
  }
}
