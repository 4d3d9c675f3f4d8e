package io.inkwash.cli;

import static io.inkwash.format.Text.format;

import io.inkwash.cli.options.ReadingOptions;
import io.inkwash.cli.options.RecipeWords;
import io.inkwash.cli.options.Usage;
import io.inkwash.data.ImageSource;
import io.inkwash.model.Run;
import io.inkwash.model.folder.FrozenEncoders;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.NewRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of a new run: which recipe, on which images. */
final class NewRunOptions {

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "SET",
      description =
          "Images: digits, mnist, fashion-mnist, cifar10, a folder or archive of pictures, an IDX"
              + " file, a CIFAR binary.")
  @Nullable String data;

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      description =
          "Recipe; inkwash explain --list recipe names them. Or a FILE.json, as a run's recipe.json"
              + " is. Default: ddpm, or that of --from.")
  @Nullable String recipeName;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "Begin with the weights of another run. Layers that do not fit, as with other classes, are"
              + " drawn.")
  @Nullable Path from;

  @Option(
      names = "--codec",
      paramLabel = "RUN",
      description =
          "Work in the latents of an autoencoder, this run's. Its weights are copied into the new"
              + " run.")
  @Nullable Path codec;

  @Option(
      names = "--text-encoder",
      paramLabel = "PATH",
      description =
          "Read captions by CLIP's text encoder, which is not trained along: a folder of transformers"
              + " with one, or a Stable Diffusion model. Its weights are copied into the new run.")
  @Nullable Path textEncoder;

  @Option(
      names = "--size",
      paramLabel = "N",
      description = "Resize and center-crop the images to NxN. Default: as they are.")
  @Nullable Integer size;

  @Mixin ReadingOptions reading;

  @Option(
      names = "--conditional",
      description = "Condition the model on the class of each image, so that one can be requested.")
  boolean conditional;

  @Option(names = "--batch", paramLabel = "N", description = "Images a batch.")
  @Nullable Integer batch;

  /**
   * A run of these options. Refuses what cannot be, before anything is read.
   *
   * @param words that name the images
   * @param settings of the recipe to change
   */
  NewRun plan(Path out, String words, Map<String, String> settings, long seed) {
    Recipe recipe = Usage.meaning(spec, () -> recipe(settings));
    if (size != null) {
      Usage.requireAtLeast(spec, "--size", size, 1);
    }
    reading.check(spec);
    return new NewRun(
        out,
        words,
        size == null ? 0 : size,
        reading.reading(),
        recipe,
        conditioned(),
        seed,
        Optional.ofNullable(from));
  }

  /** The recipe of that name with what the caller sets. */
  private Recipe recipe(Map<String, String> settings) {
    Map<String, String> changes = new LinkedHashMap<>(settings);
    if (batch != null) {
      changes.put("training.batch", batch.toString());
    }
    if (textEncoder != null) {
      changes.put("model.text", FrozenEncoders.keep(textEncoder).toString());
    }
    return codec == null
        ? NewRun.recipe(base(), changes, conditioned())
        : NewRun.recipe(base(), codec, changes, conditioned());
  }

  /** On the class of each image, or on its cluster. */
  private boolean conditioned() {
    return conditional || reading.reading().clustered();
  }

  private Recipe base() {
    if (recipeName == null && from != null) {
      return Run.open(from).recipe();
    }
    return RecipeWords.recipe(recipeName == null ? "ddpm" : recipeName);
  }

  /** The recipe for images of the form that they have. */
  Recipe fitted(NewRun plan, ImageSource source) {
    if (conditional && source.classes() == 0) {
      throw Usage.wrong(
          spec, format("--conditional needs classes, and %s has none", source.name()));
    }
    return plan.fitted(source);
  }
}
