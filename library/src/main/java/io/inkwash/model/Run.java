package io.inkwash.model;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.file.Json;
import io.inkwash.format.Names;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;

/** A run on disk: its recipe, how it came to be, and its trained model. */
public final class Run {
  private final RunDirectory directory;
  private final Recipe recipe;

  private Run(RunDirectory directory, Recipe recipe) {
    this.directory = directory;
    this.recipe = recipe;
  }

  /**
   * Opens a run's folder, or a {@linkplain ShippedModels shipped model} by its name; no weights are
   * read yet.
   *
   * @throws io.inkwash.file.FileException if the folder is no run or its recipe cannot be read
   */
  public static Run open(Path folder) {
    RunDirectory directory = RunDirectory.open(ShippedModels.folder(folder));
    return new Run(directory, RecipeFile.read(directory.recipe()));
  }

  /**
   * Begins a run: its folder appears with its recipe and provenance, or not at all.
   *
   * @throws io.inkwash.file.FileException if the folder exists and is not empty
   */
  public static Run begin(Path folder, Recipe recipe, Provenance provenance) {
    RunDirectory directory =
        RunDirectory.create(
            folder,
            RecipeFile.of(recipe),
            provenance,
            aside -> Families.of(recipe).begin(recipe, aside));
    return new Run(directory, recipe);
  }

  /**
   * Packs its newest averaged weights, in half precision, with its recipe and provenance into one
   * safetensors file, the form of {@linkplain ShippedModels shipped models}.
   *
   * @throws io.inkwash.file.FileException if it has no checkpoint, or the file cannot be written
   */
  public void pack(Path file) {
    PackedModel.write(directory, file);
  }

  /**
   * Lets trainings find what its folder holds beside recipe and weights, such as an autoencoder.
   *
   * @throws io.inkwash.file.FileException if it is missing
   */
  public Run readied() {
    Families.of(recipe).ready(recipe, directory);
    return this;
  }

  /**
   * The codec that recipes may work in, of an autoencoder's run.
   *
   * @throws SpecException if the run is of another family
   */
  public Spec codec() {
    return StoredCodec.keep(this);
  }

  /** Writes another recipe and provenance to its folder. */
  void rewrite(Recipe changed, Provenance provenance) {
    directory.describe(RecipeFile.of(changed), provenance);
  }

  /** Its folder. */
  public RunDirectory directory() {
    return directory;
  }

  /** What messages call it: its folder, or the name of a model that comes with the tool. */
  public String word() {
    return ShippedModels.word(directory.root());
  }

  /** What it is trained by. */
  public Recipe recipe() {
    return recipe;
  }

  /**
   * How it came to be.
   *
   * @throws io.inkwash.file.FileException if the file cannot be read
   */
  public Provenance provenance() {
    return Json.read(directory.provenance(), Provenance.class);
  }

  /**
   * Refuses a run whose models lack a capability, before weights are read.
   *
   * @param purpose what needs it, such as "restore"
   * @throws SpecException if they lack it
   */
  public Run require(Capability capability, String purpose) {
    if (!capability.of(Families.of(recipe).modelType())) {
      throw new SpecException(
          purpose
              + " needs a model that "
              + capability.words()
              + "; "
              + word()
              + " is "
              + Names.withArticle(Families.nameOf(recipe)));
    }
    return this;
  }

  /**
   * Reads its model.
   *
   * @param type the capability that is needed, or {@link Model} for any
   * @throws SpecException if the model lacks it
   * @throws io.inkwash.file.FileException if there is no checkpoint, or a file is damaged
   */
  public <M extends Model> M model(Class<M> type, OpenOptions options) {
    if (!type.isAssignableFrom(Families.of(recipe).modelType())) {
      throw new SpecException(
          directory.root()
              + " is "
              + Names.withArticle(Families.nameOf(recipe))
              + "; allowed: a model that "
              + Capability.words(type));
    }
    SavedWeights weights = SavedWeights.read(directory, options);
    try (ComputeDevice.Use use = options.device().enter()) {
      return type.cast(Families.of(recipe).open(recipe, weights, options));
    }
  }
}
