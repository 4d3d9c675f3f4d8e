package io.inkwash.request;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.NoiseEstimate;
import io.inkwash.restore.degradation.Degradation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What happened to images that are to be restored, and how they are, in words.
 *
 * @param degradation such as {@code half(missing=right)}
 * @param method such as {@code ddnm}; where it is not there, the usual one
 * @param noise the standard deviation of the noise in what was measured, where black is -1 and
 *     white is 1; where it is not there, 0, or estimated from each image that noise alone was added
 *     to
 * @param estimate how
 */
public record RestorationWords(
    Spec degradation, Optional<Spec> method, OptionalDouble noise, NoiseEstimate estimate) {

  /**
   * Refuses what names nothing.
   *
   * @throws SpecException with what there is
   */
  public RestorationWords {
    Degradation happened = Catalog.DEGRADATIONS.make(degradation);
    method.ifPresent(Catalog.RESTORERS::make);
    if (noise.isPresent()) {
      double sigma = noise.getAsDouble();
      boolean alone = happened.lossless();
      if (!(sigma >= 0 && Double.isFinite(sigma) && !(alone && sigma == 0))) {
        throw new IllegalArgumentException(
            format("noise is %s; allowed: %s", sigma, alone ? "above 0" : "0 or more"));
      }
    }
  }

  /** Of a degradation without noise, or with noise alone, which is estimated; the usual method. */
  public static RestorationWords of(String degradation) {
    return new RestorationWords(
        Spec.parse(degradation), Optional.empty(), OptionalDouble.empty(), NoiseEstimate.DONOHO);
  }

  /** The same by a method. */
  public RestorationWords by(String name) {
    return new RestorationWords(degradation, Optional.of(Spec.parse(name)), noise, estimate);
  }

  /** The same with noise. */
  public RestorationWords withNoise(double sigma) {
    return new RestorationWords(degradation, method, OptionalDouble.of(sigma), estimate);
  }

  /** What happened. */
  public Degradation happened() {
    return Catalog.DEGRADATIONS.make(degradation);
  }

  /** Whether the noise is estimated, from each image by itself. */
  public boolean estimated() {
    return happened().lossless() && noise.isEmpty();
  }

  /** What to write beside a picture of what happened: facts by name, as PNG files hold them. */
  public Map<String, String> text() {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("inkwash:task", happened().task());
    text.put("inkwash:degradation", Catalog.DEGRADATIONS.complete(degradation).toString());
    text.put(
        "inkwash:noise",
        estimated() ? "estimated from the image" : Double.toString(noise.orElse(0)));
    return text;
  }

  /** What to write beside a picture of how a model of a run is used to restore. */
  public static Map<String, String> text(DiffusionRecipe recipe, GenerateOptions requested) {
    DiffusionRecipe.Sampling sampling = recipe.sampledBy(requested);
    Map<String, String> text = DrawingWords.text(sampling, requested.seed());
    if (!requested.request().isEmpty()) {
      text.put("inkwash:guidance", sampling.guidance().toString());
    }
    text.putAll(DrawingWords.text(requested));
    return text;
  }
}
