package io.inkwash.recipe;

import io.inkwash.denoise.Autoguidance;
import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.ClassifierFree;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.DynamicThreshold;

/** What is done to a model's guesses before a solver sees them, by name: a line each. */
final class Steering {
  private Steering() {}

  /** How guesses are held to the range of pixels. */
  static final Shelf<Threshold> THRESHOLDS =
      new Shelf<Threshold>("threshold")
          .add("none", (inner, range) -> inner, "guesses go where they will")
          .add(
              "clamp",
              (inner, range) -> new Clamped(inner, range.low(), range.high()),
              "pixel by pixel (Ho et al. 2020's code)")
          .add(
              "dynamic",
              "percentile=0.995",
              Steering::dynamic,
              "whole images shrunk until so many pixels fit (Saharia et al. 2022)");

  /** How a model is led. */
  static final Shelf<Guidance> GUIDANCES =
      new Shelf<Guidance>("guidance")
          .add("none", (told, untold, weak) -> told, "the model as it is")
          .add(
              "classifier-free",
              "weight=2, rescale=0, from=0, to=Infinity",
              Steering::classifierFree,
              "away from the model told nothing; 1 is none (Ho and Salimans 2022)")
          .add(
              "autoguidance",
              "weight=2",
              Steering::autoguidance,
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
    return (told, untold, weak) -> numbers.around(told, untold.get());
  }

  private static Guidance autoguidance(Arguments a) {
    Autoguidance numbers = new Autoguidance(ANY, ANY, a.number("weight"));
    return (told, untold, weak) -> new Autoguidance(told, weak.get(), numbers.weight());
  }
}
