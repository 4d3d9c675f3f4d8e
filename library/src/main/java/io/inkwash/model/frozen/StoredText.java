package io.inkwash.model.frozen;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.file.TensorData;
import io.inkwash.nn.text.ClipTextEncoder;
import io.inkwash.nn.text.ClipVectors;
import io.inkwash.nn.text.FrozenText;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.TextFactory;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text encoder of a model of captions that does not train one along.
 *
 * @param clip as the recipe has it
 * @param weights of the encoder
 */
public record StoredText(TextFactory.Clip clip, FrozenWeights weights) {

  /**
   * Copies an encoder's weights to the cache, as float32.
   *
   * @param clip its sizes and padding; the weights that it names do not count
   * @return the encoder as recipes name it
   */
  public static Spec keep(TextFactory.Clip clip, ClipTextEncoder encoder) {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      encoder
          .stateDict()
          .forEach(
              (name, tensor) ->
                  tensors.put(
                      name, TensorData.ofFloats(Tensors.toFloats(tensor), Tensors.shape(tensor))));
    }
    String name = FrozenWeights.name(FrozenWeights.hash(tensors));
    Spec spec = clip.spec().with("weights", name);
    FrozenWeights.cached(FrozenWeights.Kind.TEXT, name).write(tensors, spec.toString());
    return spec;
  }

  /**
   * The frozen text encoder of a recipe from the cache; empty where it has none.
   *
   * @throws SpecException if the recipe names none, or one that is not in the cache
   */
  public static Optional<StoredText> cached(DiffusionRecipe recipe) {
    return clip(recipe)
        .map(
            clip -> {
              if (clip.weights().equals(FrozenWeights.NONE)) {
                throw new SpecException(
                    format(
                        "recipe %s reads captions by a frozen text encoder, and none is named; name"
                            + " a folder that has one",
                        recipe.name()));
              }
              FrozenWeights kept = FrozenWeights.cached(FrozenWeights.Kind.TEXT, clip.weights());
              if (!kept.exists()) {
                throw new SpecException(
                    format(
                        "the text encoder %s of the recipe is not known here; name the folder that"
                            + " has it",
                        clip.weights()));
              }
              return new StoredText(clip, kept);
            });
  }

  /**
   * The frozen text encoder of a run; empty where it has none.
   *
   * @throws io.inkwash.file.FileException if it is missing
   */
  public static Optional<StoredText> of(Path run, DiffusionRecipe recipe) {
    return clip(recipe)
        .map(
            clip ->
                new StoredText(
                    clip, FrozenWeights.inRun(FrozenWeights.Kind.TEXT, clip.weights(), run)));
  }

  private static Optional<TextFactory.Clip> clip(DiffusionRecipe recipe) {
    return recipe.text() instanceof TextFactory.Clip clip ? Optional.of(clip) : Optional.empty();
  }

  /** Builds it on the current device, in the caller's scope. */
  public FrozenText open() {
    ClipTextEncoder encoder = new ClipTextEncoder(clip.encoder());
    weights.into(encoder);
    return new ClipVectors(encoder);
  }
}
