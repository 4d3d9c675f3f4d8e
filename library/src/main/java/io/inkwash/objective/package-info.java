/**
 * Objectives: what training minimizes.
 *
 * <table>
 * <caption>Objectives</caption>
 * <tr><td>{@link io.inkwash.objective.DenoisingObjective}</td><td>weighted squared error of any
 *     target; denoising score matching is one</td></tr>
 * <tr><td>{@link io.inkwash.objective.Vlb}</td><td>the variational bound in bits/dim, with any
 *     variance</td></tr>
 * <tr><td>{@link io.inkwash.objective.ContinuousVlb}</td><td>the bound of infinitely many steps,
 *     of a path that may be learned</td></tr>
 * <tr><td>{@link io.inkwash.objective.HybridVlb}</td><td>squared error for the prediction, and a
 *     fraction of the bound for the learned variance</td></tr>
 * <tr><td>{@link io.inkwash.objective.ImplicitScoreMatching}</td><td>score matching by the
 *     divergence, exact or sliced</td></tr>
 * <tr><td>{@link io.inkwash.objective.ConsistencyTuning}</td><td>one estimate from two noise levels
 *     of one trajectory: students of one or two evaluations</td></tr>
 * <tr><td>{@link io.inkwash.objective.ProgressiveDistillation}</td><td>two steps of a teacher in one:
 *     students of few steps</td></tr>
 * <tr><td>{@link io.inkwash.objective.DistributionMatching}</td><td>the student's images moved
 *     along a {@link io.inkwash.objective.matching.MatchingDivergence divergence} of two models of
 *     noisy images: students of one or few steps</td></tr>
 * <tr><td>{@link io.inkwash.objective.MeanFlow}</td><td>the mean velocity between two times: one
 *     evaluation, from nothing</td></tr>
 * <tr><td>{@link io.inkwash.objective.PosteriorObjective}</td><td>any of them on latents, drawn from
 *     their posteriors</td></tr>
 * </table>
 *
 * <p>A new weighting or a new source of training times is a value of its own, not a new objective.
 * To add an objective, write a record that implements {@link io.inkwash.objective.Objective}, or
 * {@link io.inkwash.objective.TimedObjective} if it draws a time for each image. What it remembers
 * between steps belongs to the {@link io.inkwash.objective.ObjectiveState} that it starts; key,
 * step and the networks with other weights come in the {@link
 * io.inkwash.objective.TrainingContext}. An objective that trains a second network beside the first
 * states it as a {@link io.inkwash.objective.FakeModel}.
 */
@NullMarked
package io.inkwash.objective;

import org.jspecify.annotations.NullMarked;
