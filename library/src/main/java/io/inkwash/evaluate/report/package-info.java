/**
 * Evaluations for readers: {@link io.inkwash.evaluate.report.ReportPage} is one as an HTML page.
 *
 * <table>
 * <caption>Parts of a report</caption>
 * <tr><td>{@link io.inkwash.evaluate.report.Facts}</td><td>what the numbers depend on</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.report.TrainingCommand}</td><td>the command that trains a run
 *     again</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.report.ShellWords}</td><td>a command line, quoted for a
 *     shell</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.report.Table}</td><td>columns, Markdown or CSV</td></tr>
 * <tr><td>{@link io.inkwash.evaluate.report.Numbers}</td><td>numbers with their significant
 *     digits</td></tr>
 * </table>
 */
@NullMarked
package io.inkwash.evaluate.report;

import org.jspecify.annotations.NullMarked;
