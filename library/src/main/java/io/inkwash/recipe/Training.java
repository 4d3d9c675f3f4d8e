package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.recipe.parts.Catalog;

/**
 * What a training step looks at.
 *
 * @param batch images a batch, 1 or more
 * @param accumulate batches a step, whose gradients are averaged, 1 or more
 * @param augment random changes to the images
 * @param conditioningDropout the share of images that a conditional model is given without their
 *     class, so that it learns the unconditional model too, in [0, 1]
 */
public record Training(int batch, int accumulate, Spec augment, double conditioningDropout) {

  public Training {
    require("batch", batch);
    require("accumulate", accumulate);
    augment = Catalog.AUGMENTS.complete(augment);
    if (!(conditioningDropout >= 0 && conditioningDropout <= 1)) {
      throw new SpecException(
          "conditioningDropout is " + conditioningDropout + "; allowed: 0 to 1, such as 0.1");
    }
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new SpecException(name + " is " + value + "; allowed: 1 or more");
    }
  }

  /** Images that one step looks at. */
  public int imagesPerStep() {
    return batch * accumulate;
  }
}
