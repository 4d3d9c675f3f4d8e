package io.inkwash.recipe;

/** Something that an evaluation can say of a model. */
@FunctionalInterface
public interface Measure {

  /**
   * What it says.
   *
   * @throws RecipeException if it cannot be said of this model or these images
   */
  Findings of(Evaluation evaluation);

  /**
   * Refuses what it cannot be asked for, before anything is drawn.
   *
   * @throws RecipeException with the reason and the mend
   */
  default void check(Evaluation evaluation) {}
}
