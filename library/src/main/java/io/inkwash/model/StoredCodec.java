package io.inkwash.model;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.codec.AutoencoderCodec;
import io.inkwash.codec.LatentSet;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Sha256;
import io.inkwash.file.FileException;
import io.inkwash.model.frozen.FrozenWeights;
import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.recipe.AutoencoderRecipe;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.CodecFactory;
import io.inkwash.torch.Precision;
import io.inkwash.train.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The autoencoder of a model of latents: a copy of the averaged weights of an autoencoder's run.
 *
 * <p>A recipe names them by their hash. They are kept in the cache, where trainings look for them,
 * and in {@code codec.safetensors} of every run that works in their latents, so that it is whole
 * wherever its folder is moved. The latents of a set of pictures are kept in the cache too.
 *
 * @param latents as the recipe has it
 * @param weights of the autoencoder
 */
record StoredCodec(CodecFactory.Latents latents, FrozenWeights weights) {

  /**
   * Copies the newest averaged weights of an autoencoder to the cache.
   *
   * @return the codec as recipes name it
   * @throws SpecException if the run is of another family, or its latents were never measured
   * @throws FileException if it has no checkpoint
   */
  static Spec keep(Run run) {
    if (!(run.recipe() instanceof AutoencoderRecipe recipe)) {
      throw new SpecException(
          format(
              "%s is a run of recipe %s; allowed for a codec: one of an autoencoder, such as"
                  + " autoencoder-small",
              run.word(), run.recipe().name()));
    }
    SavedWeights weights =
        SavedWeights.read(run.directory(), OptionalLong.empty(), SavedWeights.Which.EMA);
    double square =
        weights
            .latentSquare()
            .orElseThrow(
                () ->
                    new SpecException(
                        run.word() + " does not hold the scale of its latents; train it here"));
    String name = FrozenWeights.name(weights.hash());
    Spec spec = recipe.codec(square, name);
    FrozenWeights.cached(FrozenWeights.Kind.CODEC, name).write(weights.tensors(), spec.toString());
    return spec;
  }

  /**
   * The codec of a recipe from the cache; empty for pixels.
   *
   * @throws SpecException if the recipe names none, or one that is not in the cache
   */
  static Optional<StoredCodec> cached(DiffusionRecipe recipe) {
    return latents(recipe)
        .map(
            latents -> {
              if (latents.weights().equals(CodecFactory.Latents.NONE)) {
                throw new SpecException(
                    format(
                        "recipe %s works in the latents of an autoencoder, and none is named; train"
                            + " autoencoder-small and name its run as the codec",
                        recipe.name()));
              }
              FrozenWeights kept =
                  FrozenWeights.cached(FrozenWeights.Kind.CODEC, latents.weights());
              if (!kept.exists()) {
                throw new SpecException(
                    format(
                        "the autoencoder %s of the recipe's codec is not known here; name its run as"
                            + " the codec",
                        latents.weights()));
              }
              return new StoredCodec(latents, kept);
            });
  }

  /**
   * The codec of a run; empty for pixels.
   *
   * @throws FileException if it is missing
   */
  static Optional<StoredCodec> of(RunDirectory run, DiffusionRecipe recipe) {
    return latents(recipe)
        .map(
            latents ->
                new StoredCodec(
                    latents,
                    FrozenWeights.inRun(FrozenWeights.Kind.CODEC, latents.weights(), run.root())));
  }

  private static Optional<CodecFactory.Latents> latents(DiffusionRecipe recipe) {
    return recipe.codec() instanceof CodecFactory.Latents latents
        ? Optional.of(latents)
        : Optional.empty();
  }

  /** Builds it on the current device, in the caller's scope. */
  AutoencoderCodec open(ImageSpec pictures) {
    AutoencoderKl network = latents.network(pictures).get();
    weights.into(network);
    return new AutoencoderCodec(network, latents.scale());
  }

  /**
   * The latents of some pictures, encoded now if they are not in the cache.
   *
   * @param codec as {@link #open} made it
   * @param precision the arithmetic of the encoder's pass
   * @param notices receives that they are encoded now, which takes a while
   */
  LatentSet encoded(
      ImageSource pictures, AutoencoderCodec codec, Precision precision, Consumer<String> notices) {
    String name =
        new Sha256()
            .line(pictures.contentHash())
            .line(pictures.shape().toString())
            .line(precision.name())
            .hex();
    Path cached =
        FrozenWeights.cached(FrozenWeights.Kind.CODEC, latents.weights())
            .file()
            .resolveSibling(FrozenWeights.name(name) + ".latents");
    if (!Files.exists(cached)) {
      notices.accept(format("encoding %,d pictures, once for all trainings", pictures.count()));
    }
    return LatentSet.of(pictures, codec.autoencoder(), precision, cached);
  }
}
