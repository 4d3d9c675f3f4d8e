package io.inkwash.recipe;

import java.util.List;

/** Something that an evaluation can say of a model. */
@FunctionalInterface
public interface Measure {

  /**
   * What it says.
   *
   * @throws RecipeException if it cannot be said of this model or these images
   */
  List<Finding> of(Evaluation evaluation);
}
