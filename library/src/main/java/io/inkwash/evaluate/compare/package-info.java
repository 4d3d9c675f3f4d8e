/**
 * Many models side by side. A {@link io.inkwash.evaluate.compare.Comparison} evaluates runs, each
 * in several {@linkplain io.inkwash.evaluate.compare.Configuration configurations}: by each solver,
 * on its grid, in each number of steps.
 *
 * <table>
 * <caption>Parts of a comparison</caption>
 * <tr><td>{@link io.inkwash.evaluate.compare.Configuration}</td><td>how to draw from a run, or why
 *     it cannot be drawn so</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.Protocol}</td><td>what the numbers depend on and all
 *     rows share</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.Row}</td><td>the findings for one run, drawn in one
 *     way</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.RowFile}</td><td>rows, kept as JSON lines, so that
 *     nothing is measured twice</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.ComparisonTable}</td><td>rows as a table and as a
 *     plot</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.TrainingTable}</td><td>runs by how far they are
 *     trained</td></tr>
 * <tr><td>{@code SeedGroup}</td><td>runs that differ in their seed alone, as one: mean and
 *     standard deviation</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.compare.SideBySide}</td><td>a grid of images of each
 *     run</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.evaluate.compare;

import org.jspecify.annotations.NullMarked;
