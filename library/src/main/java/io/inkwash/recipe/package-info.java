/**
 * Recipes: models wholly described by names and numbers, and the catalog of those names.
 *
 * <p>A {@link io.inkwash.recipe.Recipe} is what {@code train} takes, what a run's folder carries
 * and what {@code explain} prints. Its words are looked up in the {@link
 * io.inkwash.recipe.Catalog}, which has one line for every value of the algebra; {@link
 * io.inkwash.recipe.DiffusionMethod} is the recipe with words turned into values. {@link
 * io.inkwash.recipe.Recipes} are those that come with the tool.
 *
 * <p>{@link io.inkwash.model.TrainingRun} puts a recipe in training together, {@link
 * io.inkwash.model.TrainedModel} reads one back, {@link io.inkwash.generate.Drawing} draws from it,
 * {@link io.inkwash.evaluate.Evaluation} holds it against the real images of a {@link
 * io.inkwash.evaluate.ReferenceSet}. As a {@link io.inkwash.restore.Prior} of what images look like
 * it restores damaged ones ({@link io.inkwash.restore.Restoration}), edits them ({@link
 * io.inkwash.generate.Editing}) and leads from one to another ({@link
 * io.inkwash.generate.RoundTrip}).
 *
 * <p>To add a value, write its record and one line on its registry: paths in {@code Processes},
 * targets in {@code Predictions}, objectives, weightings and times in {@code Losses}, architectures
 * in {@code Networks}, solvers and grids in {@code Solvers}, thresholds and guidance in {@code
 * Guidances}, feature extractors in {@code FeatureExtractors}, metrics in {@code
 * EvaluationMetrics}, degradations in {@code Degradations}, methods that undo them in {@code
 * Restorers}. To add a recipe, one entry in {@code Recipes}.
 */
@NullMarked
package io.inkwash.recipe;

import org.jspecify.annotations.NullMarked;
