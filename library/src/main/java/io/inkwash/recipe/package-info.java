/**
 * Recipes: models wholly described by names and numbers, and the catalogue of those names.
 *
 * <p>A {@link io.inkwash.recipe.Recipe} is what {@code train} takes, what a run's folder carries
 * and what {@code explain} prints. Its words are looked up in the {@link
 * io.inkwash.recipe.Catalog}, which has one line for every value of the algebra; {@link
 * io.inkwash.recipe.Method} is the recipe with words turned into values. {@link
 * io.inkwash.recipe.Recipes} are those that come with the tool.
 *
 * <p>{@link io.inkwash.recipe.TrainingRun} puts a recipe in training together, {@link
 * io.inkwash.recipe.TrainedModel} reads one back, {@link io.inkwash.recipe.Drawing} draws from it,
 * {@link io.inkwash.recipe.Evaluation} holds it against the real images of a {@link
 * io.inkwash.recipe.Yardstick}. As a {@link io.inkwash.recipe.Prior} of what images look like it
 * restores damaged ones ({@link io.inkwash.recipe.Restoration}), edits them ({@link
 * io.inkwash.recipe.Editing}) and leads from one to another ({@link io.inkwash.recipe.Passage}).
 *
 * <p>To add a value, write its record and one line on its shelf: paths in {@code Processes},
 * targets in {@code Predictions}, objectives, weightings and times in {@code Losses}, architectures
 * in {@code Networks}, solvers and grids in {@code Solvers}, thresholds and guidance in {@code
 * Steering}, feature extractors in {@code Lenses}, metrics in {@code Measures}, degradations in
 * {@code Degradations}, methods that undo them in {@code Restorers}. To add a recipe, one entry in
 * {@code Recipes}.
 */
@NullMarked
package io.inkwash.recipe;

import org.jspecify.annotations.NullMarked;
