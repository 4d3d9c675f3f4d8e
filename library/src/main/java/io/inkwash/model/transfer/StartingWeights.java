package io.inkwash.model.transfer;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.file.FileException;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.TensorSource;
import io.inkwash.file.Weights;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
import io.inkwash.model.ShippedModels;
import io.inkwash.model.TrainingRun;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.Learner;
import io.inkwash.train.PairedStep;
import io.inkwash.train.TrainState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
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
    try (TrainingRun training = new TrainingRun(recipe, source, provenance)) {
      return training.withState(
          state -> {
            weights.into(state);
            Run run = Run.begin(folder, recipe, provenance.withOrigin(weights.words()));
            Checkpoint.State begun =
                new Checkpoint.State(
                    Checkpoint.FORMAT, 0, 0, 0, 0, Double.NaN, state.numbers(), Map.of());
            run.directory().save(begun, state.sources());
            return new Begun(run, weights.drawn);
          });
    }
  }

  private String words() {
    String own = "weights of " + from.words();
    return teacher.equals(from) ? own : own + ", taught by " + teacher.words();
  }

  /** Gives a state before the first step other weights where they fit. */
  private void into(TrainState state) {
    state
        .tensors()
        .forEach(
            (file, own) -> {
              if (!file.endsWith(OPTIMIZER)) {
                replace(file, own);
              }
            });
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
  }

  private void replace(String file, StateDict own) {
    boolean compared = COMPARED.contains(file);
    String source = compared || file.equals(Learner.MAIN) ? AVERAGE : file;
    Path stored = Checkpoint.tensors((compared ? teacher : from).checkpoint(), source);
    if (!Files.exists(stored)) {
      return;
    }
    Map<String, TensorSource> others = Safetensors.sources(stored);
    own.forEach(
        (name, tensor) -> {
          TensorSource other = others.get(name);
          total += tensor.numel();
          if (other != null && Arrays.equals(other.shape(), Tensors.shape(tensor))) {
            taken += tensor.numel();
            fill(tensor, other.data());
          } else if (source.equals(file)) { // once, and not again for the average
            drawn.add(words(name, tensor, other));
          }
        });
  }

  private static void fill(Tensor tensor, TensorData data) {
    try (TensorScope scope = TensorScope.open()) {
      tensor.copy_(Weights.tensor(data));
    }
  }

  private static String words(String name, Tensor own, @Nullable TensorSource other) {
    return other == null
        ? name
        : format(
            "%s (%s, not %s)",
            name, Arrays.toString(Tensors.shape(own)), Arrays.toString(other.shape()));
  }
}
