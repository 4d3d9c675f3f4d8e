/**
 * The {@code inkwash} command: one class a subcommand.
 *
 * <p>Results go to standard output, progress and messages to standard error. Exit code 0 is done, 1
 * failed, 2 wrong usage. An error is one line: what, the value, what is allowed, the mend; {@code
 * --debug} adds the stack.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@link io.inkwash.cli.DemoCommand demo}</td><td>trains and draws in minutes</td></tr>
 * <tr><td>{@link io.inkwash.cli.TrainCommand train}</td><td>trains a recipe on images</td></tr>
 * <tr><td>{@link io.inkwash.cli.SampleCommand sample}</td><td>draws from a trained run</td></tr>
 * <tr><td>{@link io.inkwash.cli.EvaluateCommand evaluate}</td><td>measures a trained run</td></tr>
 * <tr><td>{@link io.inkwash.cli.CompareCommand compare}</td><td>puts runs side by side</td></tr>
 * <tr><td>{@link io.inkwash.cli.ClassifierCommand classifier}</td><td>trains what images are
 *     compared by</td></tr>
 * <tr><td>{@link io.inkwash.cli.RestoreCommand restore}</td><td>restores, edits and blends
 *     images with a trained run</td></tr>
 * <tr><td>{@link io.inkwash.cli.ExplainCommand explain}</td><td>prints a recipe as tables</td></tr>
 * <tr><td>{@link io.inkwash.cli.DataCommand data}</td><td>lists, fetches and shows images</td></tr>
 * </table>
 *
 * <p>To add one, write a class with {@code @Command} and name it in {@link io.inkwash.cli.Inkwash}.
 */
@NullMarked
package io.inkwash.cli;

import org.jspecify.annotations.NullMarked;
