/**
 * The {@code inkwash} command, and those of its commands that are one class.
 *
 * <p>Results go to standard output, progress and messages to standard error. Exit code 0 is done, 1
 * failed, 2 wrong usage. An error is one line: what, the value, what is allowed, the remedy; {@code
 * --debug} adds the stack.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@link io.inkwash.cli.DemoCommand demo}</td><td>trains and draws in minutes</td></tr>
 * <tr><td>{@link io.inkwash.cli.TrainCommand train}</td><td>trains a recipe on images</td></tr>
 * <tr><td>{@link io.inkwash.cli.SampleCommand sample}</td><td>draws from a trained run</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.EvaluateCommand evaluate}</td><td>measures a trained
 *     run</td></tr>
 * <tr><td>{@link io.inkwash.cli.measure.CompareCommand compare}</td><td>puts runs side by
 *     side</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.RestoreCommand restore}</td><td>restores, edits and blends
 *     images with a trained run</td></tr>
 * <tr><td>{@link io.inkwash.cli.ExplainCommand explain}</td><td>prints a recipe as tables</td></tr>
 * <tr><td>{@link io.inkwash.cli.DataCommand data}</td><td>lists, fetches and shows images</td></tr>
 * <tr><td>{@link io.inkwash.cli.ClassifierCommand classifier}</td><td>trains what images are
 *     compared by</td></tr>
 * <tr><td>{@link io.inkwash.cli.exchange.ImportCommand import}</td><td>makes a run of weights from
 *     another program</td></tr>
 * <tr><td>{@link io.inkwash.cli.exchange.ExportCommand export}</td><td>writes weights for other
 *     programs</td></tr>
 * <tr><td>{@link io.inkwash.cli.RunsCommand runs}</td><td>lists runs</td></tr>
 * <tr><td>{@link io.inkwash.cli.CompletionCommand completion}</td><td>lets a shell complete words</td></tr>
 * </table>
 *
 * <p>Options of several commands are in {@link io.inkwash.cli.options}, what a person sees in
 * {@link io.inkwash.cli.terminal}.
 *
 * <p>To add a command, write a class with {@code @Command} and name it in {@link
 * io.inkwash.cli.Inkwash}. One that needs a class of its own for its work gets a package.
 */
@NullMarked
package io.inkwash.cli;

import org.jspecify.annotations.NullMarked;
