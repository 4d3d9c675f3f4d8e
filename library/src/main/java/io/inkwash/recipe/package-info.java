/**
 * Recipes: models and their training, described by names and numbers.
 *
 * <p>A {@link io.inkwash.recipe.Recipe} is what {@code train} takes, what a run's folder holds and
 * what {@code explain} prints. Its names are looked up in the registries of {@link
 * io.inkwash.recipe.parts.Catalog}.
 *
 * <table>
 * <caption>Recipe types</caption>
 * <tr><td>{@link io.inkwash.recipe.DiffusionRecipe}</td><td>a path, a target, a loss, a solver; {@link
 *     io.inkwash.recipe.DiffusionMethod} has its names turned into values</td></tr>
 * <tr><td>{@link io.inkwash.recipe.GanRecipe}</td><td>a generator, a discriminator and their
 *     loss</td></tr>
 * <tr><td>{@link io.inkwash.recipe.VaeRecipe}</td><td>an autoencoder and the likelihood of
 *     pixels</td></tr>
 * </table>
 *
 * <p>To add a recipe, add an entry to {@code DdpmRecipes}, {@code ScoreRecipes}, {@code
 * FlowRecipes} or {@code LatentRecipes}: the recipe that it starts from and the settings that it
 * changes, as {@link io.inkwash.recipe.Settings} reads them from the command line. From outside,
 * give one to {@link io.inkwash.recipe.Recipes#register}.
 */
@NullMarked
package io.inkwash.recipe;

import org.jspecify.annotations.NullMarked;
