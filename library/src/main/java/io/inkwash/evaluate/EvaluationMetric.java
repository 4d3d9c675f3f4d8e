package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;

/** Something that an evaluation can say of a model. */
@FunctionalInterface
public interface EvaluationMetric {

  /**
   * What it says.
   *
   * @throws SpecException if it cannot be said of this model or these images
   */
  Findings of(Evaluation evaluation);

  /**
   * Refuses what it cannot be asked for, before anything is drawn.
   *
   * @throws SpecException with the reason and the mend
   */
  default void check(Evaluation evaluation) {}
}
