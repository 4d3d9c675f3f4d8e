/**
 * Objectives: what training makes small.
 *
 * <table>
 * <caption>Objectives</caption>
 * <tr><td>{@link io.inkwash.objective.DenoisingObjective}</td><td>weighted squared error against any
 *     target; denoising score matching is one</td></tr>
 * <tr><td>{@link io.inkwash.objective.Vlb}</td><td>the variational bound in bits/dim, with any
 *     variance</td></tr>
 * <tr><td>{@link io.inkwash.objective.HybridVlb}</td><td>squared error for the prediction and a share
 *     of the bound for the learned variance</td></tr>
 * <tr><td>{@link io.inkwash.objective.ImplicitScoreMatching}</td><td>score matching by the divergence,
 *     exact or sliced</td></tr>
 * </table>
 *
 * <p>A new weighting or a new source of times is a value of its own, not a new objective. To add an
 * objective, write a record that implements {@link io.inkwash.objective.Objective}.
 */
@NullMarked
package io.inkwash.objective;

import org.jspecify.annotations.NullMarked;
