/**
 * Images as bytes, and the shuffled batches that models are trained on.
 *
 * <p>An {@link io.inkwash.data.ImageSource} is a finite list of images of one {@link
 * io.inkwash.data.ImageShape}, one byte a value. A {@link io.inkwash.data.BatchStream} returns them
 * in a seeded order, augmented if wanted and scaled to a {@link io.inkwash.data.PixelRange}. Only
 * Java arrays appear here; the training thread makes tensors of them.
 *
 * <table>
 * <caption>How files become a source</caption>
 * <tr><th>package</th><th>from</th><th>to</th></tr>
 * <tr><td>{@code data.archive}</td><td>a folder, zip, tar or 7z</td><td>named files</td></tr>
 * <tr><td>{@code data.decode}</td><td>the bytes of a picture</td><td>pixels</td></tr>
 * <tr><td>{@code data.cluster}</td><td>images</td><td>groups of similar ones</td></tr>
 * <tr><td>{@code data.open}</td><td>a word or a path</td><td>an image source</td></tr>
 * </table>
 *
 * <p>Four rules hold throughout. Batch n of a training is a function of the seed and n, so a
 * resumed training sees what an uninterrupted one would have seen. Test images are never training
 * images: a set that has none keeps a part back, or has none. Classes are those of both halves
 * together, in one order. And data that are not exactly right are refused with a {@link
 * io.inkwash.data.DataException} that names the file, the fault and the remedy in one line.
 *
 * <p>To add an augmentation: one {@link io.inkwash.data.Augment}.
 */
@NullMarked
package io.inkwash.data;

import org.jspecify.annotations.NullMarked;
