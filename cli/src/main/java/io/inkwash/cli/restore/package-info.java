/**
 * What a trained run does to given images: the commands of {@code restore}.
 *
 * <p>Seven of them undo a {@link io.inkwash.restore.degradation.Degradation}. Each is its options
 * and one line that names a degradation of the catalog; the work is one {@link
 * io.inkwash.cli.restore.Repair} for all. The other three go between images and noise.
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><td>{@link io.inkwash.cli.restore.Denoise denoise}</td><td>noise was added</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Inpaint inpaint}</td><td>a mask hides pixels</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Complete complete}</td><td>half of it is lost</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Superres superres}</td><td>it was made smaller</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Deblur deblur}</td><td>it was blurred</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Colorize colorize}</td><td>its color is lost</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Undo undo}</td><td>any of these, or any other degradation
 *     of the catalog, by its name</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Edit edit}</td><td>noise is added and removed: more like
 *     what the model knows</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Interpolate interpolate}</td><td>one image becomes another
 *     by way of their noises</td></tr>
 * <tr><td>{@link io.inkwash.cli.restore.Invert invert}</td><td>to the noise and back, and the error
 *     of that</td></tr>
 * </table>
 *
 * <p>A repair reads {@link io.inkwash.cli.restore.Inputs}, makes {@link
 * io.inkwash.cli.restore.Problems} of them (what was measured, how noisy it is), lets each method
 * solve them, keeps the {@link io.inkwash.cli.restore.Score} of each, shows the pictures in a
 * {@link io.inkwash.cli.restore.Gallery} and writes a {@link io.inkwash.cli.restore.Report}.
 *
 * <p>A degradation that is registered needs nothing here: {@code undo} accepts it by name, and
 * {@code deblur --kernel} and {@code superres --kernel} accept those that say that they are for
 * them. To add a command with options of its own, write a class like {@code Complete} and name it
 * in {@link io.inkwash.cli.restore.RestoreCommand}.
 */
@NullMarked
package io.inkwash.cli.restore;

import org.jspecify.annotations.NullMarked;
