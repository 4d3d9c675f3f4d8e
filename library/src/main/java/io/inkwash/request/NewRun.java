package io.inkwash.request;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.model.DataLocation;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.model.transfer.StartingWeights;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Torch;
import io.inkwash.train.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A training that is to begin.
 *
 * @param folder of the run
 * @param data the words that name the images
 * @param side to resize them to; 0 leaves them as they are
 * @param reading how files become a set of images
 * @param recipe for images of another form
 * @param conditional whether the model is conditioned on the class or cluster of each image
 * @param seed of all randomness
 * @param from the run whose weights it begins with
 */
public record NewRun(
    Path folder,
    String data,
    int side,
    Reading reading,
    Recipe recipe,
    boolean conditional,
    long seed,
    Optional<Path> from) {
  private static final String SIGMA_DATA = "sigmaData";
  private static final String CLAMP = "clamp";

  /** A side that every network takes, until the pictures are known. */
  private static final int LARGE = 1024;

  /**
   * A recipe with changed settings, for pictures of any size: the run's own may be others than
   * those of the recipe.
   *
   * @throws SpecException if there is no such setting, it cannot be, or its guidance needs classes
   *     and the model is to have none
   */
  public static Recipe recipe(Recipe base, Map<String, String> settings, boolean conditional) {
    return requireGuidance(Settings.apply(base, large(base), settings), conditional);
  }

  private static Recipe requireGuidance(Recipe recipe, boolean conditional) {
    if (!conditional && !recipe.readsCaptions() && recipe instanceof DiffusionRecipe diffusion) {
      Catalog.GUIDANCES.make(diffusion.sampling().guidance()).checkUnconditionalModel();
    }
    return recipe;
  }

  /**
   * A recipe that works in the latents of an autoencoder, for pictures of any size.
   *
   * @param codec the autoencoder's run
   * @param settings as of {@link #recipe(Recipe, Map, boolean)}
   * @throws SpecException if the recipe is not of a diffusion model, or the codec is no autoencoder
   */
  public static Recipe recipe(
      Recipe base, Path codec, Map<String, String> settings, boolean conditional) {
    DiffusionRecipe diffusion = Recipes.diffusion(base);
    Map<String, String> changes = new LinkedHashMap<>();
    Settings.of(diffusion)
        .forEach(
            (key, value) -> {
              if (value.contains(SIGMA_DATA + "=")) {
                changes.put(key + "." + SIGMA_DATA, "1"); // latents are of unit variance
              }
              if (value.contains(CLAMP + "=true")) {
                changes.put(key + "." + CLAMP, "false"); // and have no range
              }
            });
    changes.put("model.codec", Run.open(codec).codec().toString());
    changes.put("sampling.threshold", "none");
    changes.putAll(settings);
    return requireGuidance(Settings.apply(diffusion, large(diffusion), changes), conditional);
  }

  private static ImageSpec large(Recipe recipe) {
    return recipe.data().withSide(LARGE);
  }

  /**
   * The images, read for a run that is not there yet.
   *
   * @param options where named sets are, and who receives notices
   * @throws io.inkwash.data.DataException if they cannot be read
   */
  public ImageSource images(DataOptions options) {
    RunDirectory.requireFree(folder);
    return source(options);
  }

  /**
   * The images, read, whatever is in the folder.
   *
   * @throws io.inkwash.data.DataException if they cannot be read
   */
  public ImageSource source(DataOptions options) {
    return DataSets.open(data, Split.TRAIN, options.withReading(reading).withSize(side));
  }

  /**
   * Whether the run has begun before.
   *
   * @param fitted the recipe that it would begin with now
   * @throws SpecException if its folder holds a run of another recipe, seed or set of images
   * @throws io.inkwash.file.FileException if something else is in the folder
   */
  public boolean hasBegun(Recipe fitted, ImageSource source) {
    if (!Files.exists(folder.resolve("recipe.json"))) {
      RunDirectory.requireFree(folder);
      return false;
    }
    Run run = Run.open(folder);
    Provenance before = run.provenance();
    Map<String, String> changes = Settings.differences(fitted, run.recipe());
    if (!changes.isEmpty()) {
      Map.Entry<String, String> first = changes.entrySet().iterator().next();
      String wanted = Settings.of(fitted).getOrDefault(first.getKey(), "another");
      throw other(first.getKey(), first.getValue(), wanted);
    }
    if (!run.recipe().name().equals(fitted.name())) {
      throw other("recipe", run.recipe().name(), fitted.name());
    }
    if (before.seed() != seed) {
      throw other("seed", String.valueOf(before.seed()), String.valueOf(seed));
    }
    int classes = run.recipe().data().classes();
    if (classes != fitted.data().classes()) {
      throw other("classes", Integer.toString(classes), Integer.toString(fitted.data().classes()));
    }
    if (!before.dataHash().equals(source.contentHash())) {
      throw other("images", before.data().word(), data);
    }
    return true;
  }

  private SpecException other(String what, String there, String here) {
    return new SpecException(
        folder
            + " holds a run of "
            + (what + " " + there + " (" + here + " is requested)")
            + "; request the same, or choose another folder");
  }

  /**
   * The recipe for images of the form that they have.
   *
   * @throws SpecException if its networks do not take such images
   * @throws IllegalArgumentException if classes are needed and the images have none
   */
  public Recipe fitted(ImageSource source) {
    return recipe.fitted(source, conditional);
  }

  /** How the run comes to be, if it begins now. */
  public Provenance provenance(ImageSource source, Precision precision, ComputeDevice device) {
    return Provenance.now(
        DataLocation.of(data, folder),
        reading,
        source,
        seed,
        precision,
        Torch.threads(),
        device.toString());
  }

  /**
   * Makes the run's folder, with the weights of another run where one is named.
   *
   * @throws io.inkwash.file.FileException if the folder holds a run already
   */
  public StartingWeights.Begun begin(Recipe fitted, ImageSource source, Provenance provenance) {
    return from.map(
            other -> StartingWeights.begin(Run.open(other), folder, fitted, source, provenance))
        .orElseGet(
            () -> new StartingWeights.Begun(Run.begin(folder, fitted, provenance), List.of()));
  }
}
