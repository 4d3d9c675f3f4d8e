package io.inkwash.recipe.parts;

import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.objective.DenoisingObjective;
import io.inkwash.objective.Objective;

/** An objective that does not know its model yet. */
@FunctionalInterface
public interface ObjectiveFactory {

  /**
   * The objective of a model.
   *
   * @param simple its squared error, with its path, its times and its weights
   * @param variance where its step variance comes from
   * @param bins the bytes of its images
   * @throws IllegalArgumentException if that model cannot be trained so, with the reason
   */
  Objective<Backbone> of(DenoisingObjective simple, Variance variance, PixelBins bins);
}
