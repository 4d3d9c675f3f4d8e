/**
 * Trained models measured: {@link io.inkwash.evaluate.Evaluation} compares one with the real images
 * of a {@link io.inkwash.evaluate.ReferenceSet}.
 *
 * <p>To add a metric, implement {@link io.inkwash.evaluate.EvaluationMetric} and register it in
 * {@link io.inkwash.evaluate.EvaluationMetrics#METRICS}.
 */
@NullMarked
package io.inkwash.evaluate;

import org.jspecify.annotations.NullMarked;
