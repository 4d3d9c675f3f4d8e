/**
 * How good a model is: {@code evaluate} looks at one run closely, {@code compare} puts many side by
 * side.
 *
 * <p>Both hold samples against the real images of a yardstick ({@link
 * io.inkwash.cli.measure.ReferenceOptions}). {@link io.inkwash.cli.measure.EvaluateCommand} prints
 * every number with its error and its floor, and writes a {@link
 * io.inkwash.cli.measure.ReportPage}: one HTML file with samples, numbers, curves and the commands
 * that make them again.
 *
 * <p>{@link io.inkwash.cli.measure.CompareCommand} lets each run enter a {@link
 * io.inkwash.cli.measure.Comparison} in several ways: each solver on its grid with each number of
 * steps.
 *
 * <table>
 * <caption>A contest</caption>
 * <tr><td>{@link io.inkwash.cli.measure.Configuration}</td><td>a way to draw from a run, or why it
 *     cannot</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.Protocol}</td><td>all that numbers depend on and that is
 *     the same for all rows</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.Row}</td><td>what one run scores, drawn in one way</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.RowFile}</td><td>rows, kept as JSON lines, so that nothing
 *     is measured twice</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.ComparisonTable}</td><td>rows as a table and as a
 *     plot</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.TrainingTable}, {@link
 *     io.inkwash.cli.measure.SideBySide}</td><td>runs without measuring: how far they have come, what
 *     they draw</td></tr>
 * </table>
 *
 * <p>Metrics are not here: to add one, see {@link io.inkwash.recipe}. It is measured, kept and
 * shown as all others are.
 */
@NullMarked
package io.inkwash.cli.measure;

import org.jspecify.annotations.NullMarked;
