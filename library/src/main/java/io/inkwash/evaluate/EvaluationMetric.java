package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;
import java.util.Set;

/**
 * A number, or a few, that an evaluation gives for a model. One from outside this library is
 * registered in {@link EvaluationMetrics#METRICS} and then known by name to {@code evaluate},
 * {@code compare} and the report.
 */
public interface EvaluationMetric {

  /** What it needs; an evaluation that lacks one of these is refused before anything is drawn. */
  Set<Need> needs();

  /**
   * Measures.
   *
   * @throws SpecException if it is not defined for this model or these images
   */
  Findings of(Evaluation evaluation);

  /**
   * Refuses what {@link #needs} cannot state, before anything is drawn.
   *
   * @throws SpecException with the reason and the remedy
   */
  default void check(Evaluation evaluation) {}
}
