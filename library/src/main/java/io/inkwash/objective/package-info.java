/**
 * Objectives: what training makes small.
 *
 * <table>
 * <caption>Objectives</caption>
 * <tr><td>{@link io.inkwash.objective.DenoisingObjective}</td><td>weighted squared error against any
 *     target</td></tr>
 * </table>
 *
 * <p>A new weighting or a new source of times is a value of its own, not a new objective. To add an
 * objective, write a record that implements {@link io.inkwash.objective.Objective}.
 */
@NullMarked
package io.inkwash.objective;

import org.jspecify.annotations.NullMarked;
