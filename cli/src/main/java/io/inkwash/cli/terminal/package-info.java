/**
 * Progress of long work on a terminal, and spans of time.
 *
 * <p>Nothing here knows a command or an option, and nothing prints by itself: the writer is the
 * caller's. A {@link io.inkwash.cli.terminal.Progress} is a bar where a person watches and a line
 * every half minute where the output goes to a file.
 *
 * <table>
 * <caption>What is shown</caption>
 * <tr><td>{@link io.inkwash.cli.terminal.Elapsed}</td><td>42 s, 3:07, 1:02:45</td></tr>
 * <tr><td>{@link io.inkwash.cli.terminal.TrainingProgress}</td><td>step, loss, images a
 *     second</td></tr>
 * <tr><td>{@link io.inkwash.cli.terminal.DrawingProgress}</td><td>images and steps of a
 *     sampler</td></tr>
 * <tr><td>{@link io.inkwash.cli.terminal.EvaluationProgress}</td><td>a bar for each task of a
 *     measurement</td></tr>
 * <tr><td>{@link io.inkwash.cli.terminal.ComparisonProgress}</td><td>the same, and a line for each
 *     row of a comparison</td></tr>
 * </table>
 *
 * <p>To show other work, implement its listener around a {@code Progress}.
 */
@NullMarked
package io.inkwash.cli.terminal;

import org.jspecify.annotations.NullMarked;
