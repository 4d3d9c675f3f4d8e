package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.exchange.MisfitException.Fit;
import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.DType;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights.Which;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes a run of weights that another program trained: finds them in its file, brings them into the
 * names and shapes of a recipe's network, and writes a run of one checkpoint that is drawn from and
 * evaluated like any other.
 */
public final class ModelImport {
  private static final Set<DType> REAL = EnumSet.of(DType.F64, DType.F32, DType.F16, DType.BF16);

  private final Path from;
  private final DiffusionRecipe recipe;
  private final Optional<Which> which;
  private final int size;

  private ModelImport(Path from, DiffusionRecipe recipe, Optional<Which> which, int size) {
    this.from = from;
    this.recipe = recipe;
    this.which = which;
    this.size = size;
  }

  /**
   * What was done.
   *
   * @param run the run that was made
   * @param layout the name of the layout of the weights
   * @param averaged whether they are a moving average
   * @param parameters how many numbers they are
   * @param notes what was done to find and convert them, in words
   */
  public record Outcome(
      Run run, String layout, boolean averaged, long parameters, List<String> notes) {}

  /**
   * An import for a recipe.
   *
   * @param from a file or a folder
   * @param recipe a diffusion recipe; its images' channels and classes come from the weights
   */
  public static ModelImport of(Path from, DiffusionRecipe recipe) {
    return new ModelImport(from, recipe, Optional.empty(), 0);
  }

  /** Of the averaged weights or of the others, where the file has both. */
  public ModelImport taking(Which weights) {
    return new ModelImport(from, recipe, Optional.of(weights), size);
  }

  /** For images of so many pixels a side, where neither the file nor the recipe is right. */
  public ModelImport sized(int side) {
    return new ModelImport(from, recipe, which, side);
  }

  /**
   * Writes the run.
   *
   * @param folder which must not exist, or be empty
   * @throws FileException if the file cannot be read, holds no weights that are known here, or the
   *     folder is taken
   * @throws MisfitException if the weights are not of the recipe's network
   * @throws io.inkwash.file.SafetensorsException if a safetensors file breaks the format
   * @throws SpecException if the recipe cannot be for such images
   */
  public Outcome into(Path folder) {
    RunDirectory.requireFree(folder);
    try (WeightFile file = WeightFile.open(from)) {
      FoundWeights found = new WeightSearch(file.path(), file.content()).find(which);
      ForeignWeights weights = new ForeignWeights(found.tensors(), file.config());
      Layout layout = Layouts.named(found.layout());
      DiffusionRecipe fitted = fitted(file.path(), layout, weights, found.layout());
      List<String> notes = new ArrayList<>(found.notes());
      notes.addAll(layout.notes(weights));
      unseen(layout, weights, fitted).ifPresent(notes::add);
      Map<String, TensorData> tensors = load(file.path(), layout, weights, fitted, notes);
      Provenance provenance = Provenance.withoutImages("import of " + from.toAbsolutePath());
      Run run = Run.begin(folder, fitted, provenance);
      run.directory()
          .save(
              new Checkpoint(
                  Checkpoint.State.none(),
                  new Snapshot(Map.of("model", tensors, "ema", tensors), Map.of())));
      long parameters = tensors.values().stream().mapToLong(TensorData::size).sum();
      return new Outcome(run, found.layout(), found.averaged(), parameters, notes);
    }
  }

  /** What the weights do not show of the network, so that the recipe decided it. */
  private static Optional<String> unseen(
      Layout layout, ForeignWeights weights, DiffusionRecipe recipe) {
    Spec network = recipe.model().network();
    List<String> unseen =
        layout.form(weights, network).unseen().stream()
            .filter(network.arguments()::containsKey)
            .toList();
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            unseen.stream()
                .map(argument -> argument + "=" + network.arguments().get(argument))
                .collect(Collectors.joining(", ", "weights do not show ", ", the recipe's")));
  }

  /** The recipe for such images, after making sure that its network is that of the weights. */
  private DiffusionRecipe fitted(Path file, Layout layout, ForeignWeights weights, String name) {
    NetworkForm form = form(file, layout, weights, recipe.model().network());
    DiffusionRecipe images = forImages(recipe, form);
    Map<String, long[]> have = new LinkedHashMap<>();
    shapes(layout, weights, images.model().network())
        .forEach((key, tensor) -> have.put(key, tensor.shape()));
    Differences differences = Differences.between(have, NetworkShapes.of(images));
    if (differences.none()) {
      return images;
    }
    throw MisfitException.ofNetwork(
        format(
            "%s holds a network in the layout %s that is not the one of recipe %s (%s): %s",
            file, name, recipe.name(), images.model().network().name(), differences),
        fit(file, layout, weights, form));
  }

  private static NetworkForm form(Path file, Layout layout, ForeignWeights weights, Spec network) {
    try {
      return layout.form(weights, network);
    } catch (IllegalArgumentException | SpecException e) {
      throw new FileException(file, "holds " + e.getMessage(), e);
    }
  }

  private static Map<String, StoredTensor> shapes(
      Layout layout, ForeignWeights weights, Spec network) {
    return layout.toNetwork(weights, Catalog.NETWORKS.complete(network));
  }

  private DiffusionRecipe forImages(DiffusionRecipe any, NetworkForm form) {
    ImageSpec usual = any.data();
    int side = size > 0 ? size : form.size();
    return any.withData(
        new ImageSpec(
            form.inChannels(),
            side > 0 ? side : usual.height(),
            side > 0 ? side : usual.width(),
            usual.range(),
            IntStream.range(0, form.classes()).mapToObj(Integer::toString).toList()));
  }

  /** A recipe that the weights fit: one as it is, or the requested one with another network. */
  private Optional<Fit> fit(Path file, Layout layout, ForeignWeights weights, NetworkForm form) {
    List<DiffusionRecipe> recipes = new ArrayList<>(List.of(recipe));
    for (Recipe each : Recipes.all()) {
      if (each instanceof DiffusionRecipe diffusion) {
        recipes.add(diffusion);
      }
    }
    recipes.removeIf(each -> parts(each) * form.inChannels() != form.outChannels());
    for (DiffusionRecipe each : recipes) {
      Spec network = each.model().network();
      if (form(file, layout, weights, network).network().equals(network)) {
        return Optional.of(new Fit(each.name(), Optional.empty()));
      }
    }
    return recipes.stream()
        .findFirst()
        .map(each -> new Fit(each.name(), Optional.of(brief(form.network()))));
  }

  /** A network's spec without the arguments that have their defaults. */
  private static Spec brief(Spec network) {
    Spec usual = Catalog.NETWORKS.complete(new Spec(network.name(), Map.of()));
    Map<String, String> own = new LinkedHashMap<>(network.arguments());
    own.entrySet().removeAll(usual.arguments().entrySet());
    return new Spec(network.name(), own);
  }

  private static int parts(DiffusionRecipe recipe) {
    return DiffusionMethod.of(recipe).variance().parts();
  }

  private static Map<String, TensorData> load(
      Path file,
      Layout layout,
      ForeignWeights weights,
      DiffusionRecipe recipe,
      List<String> notes) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    Set<DType> cast = EnumSet.noneOf(DType.class);
    shapes(layout, weights, recipe.model().network())
        .forEach(
            (name, stored) -> {
              if (!REAL.contains(stored.dtype())) {
                throw new FileException(
                    file,
                    format(
                        "tensor %s is %s; allowed: F64, F32, F16 and BF16; save the weights as floating"
                            + " point",
                        name, stored));
              }
              float[] values = stored.load().toFloats();
              for (float value : values) {
                if (!Float.isFinite(value)) {
                  throw new FileException(
                      file,
                      format(
                          "tensor %s holds %s; allowed: finite numbers; take an earlier checkpoint",
                          name, value));
                }
              }
              if (stored.dtype() != DType.F32) {
                cast.add(stored.dtype());
              }
              tensors.put(name, TensorData.ofFloats(values, stored.shape()));
            });
    cast.forEach(dtype -> notes.add(dtype + " cast to F32"));
    return tensors;
  }
}
