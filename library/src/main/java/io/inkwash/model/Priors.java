package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.codec.Codec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.SamplingPlan;
import io.inkwash.restore.Prior;
import org.bytedeco.pytorch.Tensor;

/** Models as restoration uses them: what images look like, before anything is known of one. */
public final class Priors {
  private Priors() {}

  /**
   * The prior of a model whose weights are not read yet, to check what can be done with it.
   *
   * @throws SpecException if the model was never trained without a class, or cannot be drawn so
   */
  public static Prior unread(DiffusionRecipe recipe, DiffusionRecipe.Sampling sampling) {
    return of(
        recipe,
        sampling,
        (x, t) -> {
          throw new IllegalStateException("a model without weights was evaluated");
        },
        recipe.codec().ofPixels() ? Codec.PIXELS : new UnreadCodec());
  }

  /** Of a model whose weights are not read yet. */
  private record UnreadCodec() implements Codec {
    @Override
    public Tensor encode(Tensor pictures) {
      throw new IllegalStateException("a codec without weights was evaluated");
    }

    @Override
    public Tensor decode(Tensor latents) {
      throw new IllegalStateException("a codec without weights was evaluated");
    }
  }

  static Prior of(
      DiffusionRecipe recipe, DiffusionRecipe.Sampling sampling, Denoiser denoiser, Codec codec) {
    if (!recipe.condition().isNone() && recipe.training().conditioningDropout() == 0) {
      throw new SpecException(
          "restoration is unconditional, and this model was always given a "
              + recipe.condition().word()
              + " (conditioningDropout 0); train it with conditioningDropout 0.1, or unconditionally");
    }
    SamplingPlan plan = DiffusionMethod.of(recipe).plan(sampling.guided("none"));
    return new Prior(
        plan.threshold().apply(denoiser, recipe.data().range()),
        plan.sampler(),
        recipe.space(),
        recipe.data(),
        codec);
  }
}
