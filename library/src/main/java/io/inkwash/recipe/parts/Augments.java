package io.inkwash.recipe.parts;

import io.inkwash.catalog.Registry;
import io.inkwash.data.Augment;

/** Random changes to training images, by name: a line each. */
final class Augments {
  private Augments() {}

  /** Random changes to training images. */
  static final Registry<Augment> AUGMENTS =
      new Registry<Augment>("augment")
          .register("none", Augment.NONE, "images as they are")
          .register(
              "horizontal-flip",
              Augment.HORIZONTAL_FLIP,
              "every other image mirrored left to right, at random; not for digits or letters");
}
