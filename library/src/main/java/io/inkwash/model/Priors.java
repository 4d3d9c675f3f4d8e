package io.inkwash.model;

import io.inkwash.catalog.SpecException;
import io.inkwash.codec.Codec;
import io.inkwash.condition.Condition;
import io.inkwash.denoise.ConditionalDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.generate.RequestedDenoiser;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.SamplingPlan;
import io.inkwash.restore.Prior;
import java.util.function.Function;

/** Models as restoration uses them: what images look like, before anything is known of one. */
public final class Priors {
  private static final Denoiser UNREAD =
      (x, t) -> {
        throw new IllegalStateException("a model without weights was evaluated");
      };

  private Priors() {}

  /**
   * The prior of a model whose weights are not read yet, to check what can be done with it.
   *
   * @throws SpecException if the model was never trained without a class, or cannot be drawn so
   */
  public static Prior unread(DiffusionRecipe recipe, DiffusionRecipe.Sampling sampling) {
    return of(recipe, DiffusionMethod.of(recipe), sampling, UNREAD, unreadCodec(recipe));
  }

  /**
   * The prior of a model whose weights are not read yet, for a request.
   *
   * @throws SpecException if the model cannot be used so
   * @throws IllegalArgumentException if it has no meaning for the request
   */
  public static Prior unread(DiffusionRecipe recipe, GenerateOptions options) {
    options.negative().ifPresent(away -> away.of(recipe.condition()));
    return options.request().isEmpty()
        ? unread(recipe, recipe.sampledBy(options))
        : requested(
            recipe,
            DiffusionMethod.of(recipe),
            options,
            plan -> ConditionalDenoiser.of(rows -> UNREAD),
            unreadCodec(recipe));
  }

  private static Codec unreadCodec(DiffusionRecipe recipe) {
    return recipe.codec().ofPixels() ? Codec.PIXELS : Codec.UNREAD;
  }

  static Prior of(
      DiffusionRecipe recipe,
      DiffusionMethod method,
      DiffusionRecipe.Sampling sampling,
      Denoiser denoiser,
      Codec codec) {
    if (!recipe.condition().isNone() && recipe.training().conditioningDropout() == 0) {
      throw new SpecException(
          "restoration is unconditional, and this model was always given a "
              + recipe.condition().word()
              + " (conditioningDropout 0); train it with conditioningDropout 0.1, or unconditionally");
    }
    SamplingPlan plan = method.plan(sampling.guided("none"));
    return new Prior(
        plan.threshold().apply(denoiser, recipe.data().range()),
        plan.sampler(),
        recipe.space(),
        recipe.data(),
        codec);
  }

  /** The model under a request, guided as it is drawn from. */
  static Prior requested(
      DiffusionRecipe recipe,
      DiffusionMethod method,
      GenerateOptions options,
      Function<SamplingPlan, ConditionalDenoiser> guided,
      Codec codec) {
    DiffusionRecipe.Sampling sampling = recipe.sampledBy(options);
    RequestedDenoiser.requireNoMomentum(sampling.guidance());
    SamplingPlan plan = method.plan(sampling);
    return new Prior(
        new RequestedDenoiser(
            guided.apply(plan),
            options.request().of(requestable(recipe, plan)),
            method.variance().learned()),
        plan.sampler(),
        recipe.space(),
        recipe.data(),
        codec);
  }

  /** What can be requested of a model: what it is conditional on, or what its guidance knows. */
  static Condition requestable(DiffusionRecipe recipe, SamplingPlan plan) {
    Condition own = recipe.condition();
    return own.isNone() ? Condition.ofClasses(plan.guidance().classNames()) : own;
  }
}
