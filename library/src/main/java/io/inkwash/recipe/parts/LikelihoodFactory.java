package io.inkwash.recipe.parts;

import io.inkwash.data.PixelRange;
import io.inkwash.variational.PixelLikelihood;

/** Makes the likelihood of pixels of some range. */
@FunctionalInterface
public interface LikelihoodFactory {

  /** The likelihood of such pixels. */
  PixelLikelihood of(PixelRange range);
}
