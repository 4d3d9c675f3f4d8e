/**
 * The parts that recipes name: the registries of every kind, and the lines that fill them.
 *
 * <p>{@link io.inkwash.recipe.parts.Catalog} holds one {@link io.inkwash.catalog.Registry} a kind.
 * A registration is a name, what it stands for in one line, its settings with their defaults, and
 * the constructor of the value.
 *
 * <p>To add a value, write its record and register it: paths in {@code Processes}, targets,
 * variances and noise-level inputs in {@code Predictions}, objectives, weightings and training
 * times in {@code Losses}, networks in {@code Networks} and {@code LatentModels}, optimizers in
 * {@code Optimizers}, solvers in {@code OdeSolvers}, {@code SdeSolvers} and {@code
 * MultistepSolvers}, grids in {@code Grids}, thresholds and guidance in {@code Guidances}, feature
 * extractors in {@code FeatureExtractors}; or, from outside, in an {@link
 * io.inkwash.catalog.Extension}. Degradations and the methods that undo them are registered in
 * {@code io.inkwash.restore}.
 */
@NullMarked
package io.inkwash.recipe.parts;

import org.jspecify.annotations.NullMarked;
