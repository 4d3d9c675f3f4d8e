package io.inkwash.exchange;

import io.inkwash.catalog.SpecException;
import io.inkwash.exchange.onnx.OnnxFile;
import io.inkwash.exchange.pytorch.PyTorchWriter;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the weights of a run for other programs: the newest checkpoint's that has them, under the
 * names of the reference Python model.
 */
public final class ModelExport {
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private final Run run;
  private final Which which;
  private final Optional<String> layout;
  private final Path checkpoint;

  private ModelExport(Run run, Which which, Optional<String> layout) {
    this.run = run;
    this.which = which;
    this.layout = layout;
    this.checkpoint =
        run.directory()
            .newestWith(which.word())
            .orElseThrow(
                () ->
                    new FileException(
                        run.directory().root(),
                        "has no whole checkpoint with " + which.word() + " weights"));
  }

  /**
   * An export of a run.
   *
   * @param which the averaged weights or the last step's
   * @throws FileException if it has no whole checkpoint with such weights
   */
  public static ModelExport of(Run run, Which which) {
    return new ModelExport(run, which, Optional.empty());
  }

  /**
   * With state dicts in a layout of {@link Layouts}, in place of the first that has such a network.
   *
   * @throws SpecException if there is no such layout
   */
  public ModelExport as(String name) {
    Layouts.named(name);
    return new ModelExport(run, which, Optional.of(name));
  }

  /** The step of the weights. */
  public long step() {
    return Checkpoint.readState(checkpoint).step();
  }

  private Map<String, TensorData> weights() {
    return Checkpoint.readTensors(checkpoint, which.word());
  }

  /** In the order of the network, as Python's {@code state_dict()} has them. */
  private static Map<String, TensorData> ordered(
      Map<String, TensorData> weights, DiffusionRecipe recipe) {
    Map<String, TensorData> ordered = new LinkedHashMap<>();
    for (String name : NetworkShapes.of(recipe).keySet()) {
      TensorData tensor = weights.get(name);
      if (tensor != null) {
        ordered.put(name, tensor);
      }
    }
    weights.forEach(ordered::putIfAbsent);
    return ordered;
  }

  /** Under the names and in the order of the Python model, where there is one. */
  private Map<String, TensorData> stateDict() {
    if (!(run.recipe() instanceof DiffusionRecipe recipe)) {
      if (layout.isPresent()) {
        throw refusal("no layout has a network that is no diffusion model's");
      }
      return weights();
    }
    Map<String, TensorData> own = ordered(weights(), recipe);
    List<String> refusals = new ArrayList<>();
    for (String name : layout.map(List::of).orElseGet(Layouts::names)) {
      try {
        return Layouts.stateDict(name, own, recipe);
      } catch (IllegalArgumentException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
    }
    if (layout.isPresent()) {
      throw refusal(refusals.get(0));
    }
    return own;
  }

  private SpecException refusal(String why) {
    return new SpecException(run.word() + ": " + why);
  }

  /**
   * Writes the state dict as safetensors.
   *
   * @throws SpecException if the layout that was chosen has no such network
   * @throws FileException if the file cannot be written
   */
  public void toSafetensors(Path file) {
    Safetensors.write(file, METADATA, stateDict());
  }

  /**
   * Writes the state dict as {@code torch.save} does.
   *
   * @throws SpecException if the layout that was chosen has no such network
   * @throws FileException if the file cannot be written
   */
  public void toPyTorch(Path file) {
    PyTorchWriter.write(file, stateDict());
  }

  /**
   * Writes the network as an ONNX graph; see {@link OnnxFile}.
   *
   * @throws SpecException if ONNX has no such network here; the message says what is different
   * @throws FileException if the file cannot be written
   */
  public void toOnnx(Path file) {
    if (!(run.recipe() instanceof DiffusionRecipe recipe)) {
      throw new SpecException(
          run.word() + " is no diffusion model, and only those are written as ONNX");
    }
    try {
      OnnxFile.write(file, recipe, weights());
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Writes a folder that {@code UNet2DModel.from_pretrained} reads.
   *
   * @param folder which must not exist, or be empty
   * @throws SpecException if diffusers has no such network; the message says what is different
   * @throws FileException if the folder is taken or cannot be written
   */
  public void toDiffusers(Path folder) {
    if (!(run.recipe() instanceof DiffusionRecipe recipe)) {
      throw new SpecException(run.word() + " is no diffusion model; diffusers has no such network");
    }
    DiffusersModel model;
    try {
      model = DiffusersModel.of(recipe.model().network());
    } catch (IllegalArgumentException e) {
      throw refusal(String.valueOf(e.getMessage()));
    }
    int parts = DiffusionMethod.of(recipe).variance().parts();
    Map<String, TensorData> weights = model.weights(weights());
    write(
        folder,
        aside -> {
          Json.write(
              aside.resolve("config.json"),
              model.config(recipe.data(), parts * recipe.data().channels()));
          Safetensors.write(
              aside.resolve("diffusion_pytorch_model.safetensors"), METADATA, weights);
        });
  }

  /**
   * Writes a run that is for drawing and measuring: the same recipe, provenance and counters, and
   * these weights alone, which are drawn from as averaged ones are. It has no optimizer's state.
   *
   * @param folder which must not exist, or be empty
   * @throws FileException if the folder is taken or cannot be written
   */
  public void toRun(Path folder) {
    Checkpoint.State state = Checkpoint.readState(checkpoint);
    Map<String, TensorData> weights = weights();
    RunDirectory directory = Run.begin(folder, run.recipe(), run.provenance()).directory();
    directory.save(
        new Checkpoint(state, new Snapshot(Map.of(Which.EMA.word(), weights), Map.of())));
  }

  private static void write(Path folder, AtomicFiles.Filling filling) {
    RunDirectory.requireFree(folder);
    AtomicFiles.delete(folder); // an empty one
    AtomicFiles.writeFolder(folder, filling);
  }
}
