/**
 * Trained models and models in training.
 *
 * <p>{@link io.inkwash.model.TrainingRun} puts a recipe in training together, {@link
 * io.inkwash.model.TrainedModel} reads one back, {@link io.inkwash.model.Provenance} records how a
 * run came to be.
 */
@NullMarked
package io.inkwash.model;

import org.jspecify.annotations.NullMarked;
