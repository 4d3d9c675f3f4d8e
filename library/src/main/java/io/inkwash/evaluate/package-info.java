/**
 * Trained models measured: an {@link io.inkwash.evaluate.Evaluation} compares one model, its {@link
 * io.inkwash.evaluate.Subject}, with the real images of a {@link io.inkwash.evaluate.ReferenceSet}.
 *
 * <p>To add a metric, implement {@link io.inkwash.evaluate.EvaluationMetric} and register it in
 * {@link io.inkwash.evaluate.EvaluationMetrics#METRICS}. It states what it {@linkplain
 * io.inkwash.evaluate.Need needs}, so that it is refused where a model or the images lack it.
 *
 * <p>{@link io.inkwash.evaluate.compare} puts many models side by side, {@link
 * io.inkwash.evaluate.report} writes what was found for readers.
 */
@NullMarked
package io.inkwash.evaluate;

import org.jspecify.annotations.NullMarked;
