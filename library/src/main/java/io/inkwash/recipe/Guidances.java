package io.inkwash.recipe;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.denoise.Autoguidance;
import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.ClassifierFree;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.DynamicThreshold;

/** What is done to a model's estimates before a solver sees them, by name: a line each. */
final class Guidances {
  private Guidances() {}

  /** How estimates are held to the range of pixels. */
  static final Registry<Threshold> THRESHOLDS =
      new Registry<Threshold>("threshold")
          .register("none", (inner, range) -> inner, "estimates go where they will")
          .register(
              "clamp",
              (inner, range) -> new Clamped(inner, range.low(), range.high()),
              "pixel by pixel (Ho et al. 2020's code)")
          .register(
              "dynamic",
              "percentile=0.995",
              Guidances::dynamic,
              "whole images shrunk until so many pixels fit (Saharia et al. 2022)");

  /** How a model is led. */
  static final Registry<Guidance> GUIDANCES =
      new Registry<Guidance>("guidance")
          .register("none", (told, untold, weak) -> told, "the model as it is")
          .register(
              "classifier-free",
              "weight=2, rescale=0, from=0, to=Infinity",
              Guidances::classifierFree,
              "away from the model told nothing; 1 is none (Ho and Salimans 2022)")
          .register(
              "autoguidance",
              "weight=2",
              Guidances::autoguidance,
              "away from a worse model (Karras et al. 2024)");

  /** A model that says what it sees. Guidance around it is made to refuse bad numbers at once. */
  private static final Denoiser ANY = (x, t) -> Denoised.of(x);

  private static Threshold dynamic(Arguments a) {
    DynamicThreshold numbers = new DynamicThreshold(ANY, a.number("percentile"), 0, 1);
    return (inner, range) ->
        new DynamicThreshold(inner, numbers.percentile(), range.low(), range.high());
  }

  private static Guidance classifierFree(Arguments a) {
    ClassifierFree numbers =
        new ClassifierFree(
            ANY, ANY, a.number("weight"), a.number("rescale"), a.number("from"), a.number("to"));
    return (conditional, unconditional, weak) -> numbers.around(conditional, unconditional.get());
  }

  private static Guidance autoguidance(Arguments a) {
    Autoguidance numbers = new Autoguidance(ANY, ANY, a.number("weight"));
    return (conditional, unconditional, weak) ->
        new Autoguidance(conditional, weak.get(), numbers.weight());
  }
}
