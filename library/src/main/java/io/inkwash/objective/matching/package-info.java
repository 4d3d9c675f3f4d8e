/**
 * Divergences of a student's images from its teacher's data that {@link
 * io.inkwash.objective.DistributionMatching} makes small.
 *
 * <table>
 * <caption>Divergences</caption>
 * <tr><td>{@link io.inkwash.objective.matching.ReverseKl}</td><td>distribution matching
 *     distillation</td></tr>
 * <tr><td>{@link io.inkwash.objective.matching.Fisher}</td><td>score identity distillation</td></tr>
 * </table>
 *
 * <p>To add one, write a record of {@link io.inkwash.objective.matching.MatchingDivergence} and one
 * line on its registry.
 */
@NullMarked
package io.inkwash.objective.matching;

import org.jspecify.annotations.NullMarked;
