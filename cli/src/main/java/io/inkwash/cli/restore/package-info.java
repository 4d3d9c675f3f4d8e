/**
 * What a trained run does to given images: the commands of {@code restore}.
 *
 * <p>Six of them undo damage. They differ in the damage alone, so each is its options and one line
 * that names a degradation; the work is one {@link io.inkwash.cli.restore.Repair} for all. The
 * other three go between images and noise.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@link io.inkwash.cli.restore.Denoise denoise}</td><td>noise was added</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Inpaint inpaint}</td><td>a mask hides pixels</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Complete complete}</td><td>half of it is lost</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Superres superres}</td><td>it was made small</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Deblur deblur}</td><td>it was blurred</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Colorize colorize}</td><td>its color is lost</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Edit edit}</td><td>part of the way to noise, and back: more
 *     like what the model knows</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Interpolate interpolate}</td><td>from one image to another
 *     by way of their noises</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Invert invert}</td><td>to the noise and back: what that
 *     costs</td></tr>
 * </table>
 *
 * <p>A repair takes {@link io.inkwash.cli.restore.Inputs}, makes {@link
 * io.inkwash.cli.restore.Cases} of them (what was measured, how noisy it is), lets each method
 * restore them, keeps the {@link io.inkwash.cli.restore.Score} of each, hangs the pictures in a
 * {@link io.inkwash.cli.restore.Gallery} and writes a {@link io.inkwash.cli.restore.Report}.
 *
 * <p>To add a command for another damage, write its degradation (see {@link io.inkwash.recipe}) and
 * a class like {@code Complete}, and name it in {@link io.inkwash.cli.restore.RestoreCommand}.
 */
@NullMarked
package io.inkwash.cli.restore;

import org.jspecify.annotations.NullMarked;
