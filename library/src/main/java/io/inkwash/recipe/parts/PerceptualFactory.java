package io.inkwash.recipe.parts;

import io.inkwash.reconstruction.FeatureDistance;
import java.util.Optional;

/** How far images are apart to a network that comes with the tool, or not at all. */
@FunctionalInterface
public interface PerceptualFactory {

  /** The distance, whose network belongs to the caller's scope; empty for none. */
  Optional<FeatureDistance> open();

  /** The least height and width of images that it compares. */
  default int smallest() {
    return 1;
  }
}
