/**
 * Images as bytes, and the shuffled batches that training eats.
 *
 * <p>A diffusion model learns from examples alone, so everything begins here: {@link
 * io.inkwash.data.DataSets#open} turns a word into an {@link io.inkwash.data.ImageSource}, a finite
 * list of images of one shape, wholly in memory, one byte a value. A {@link
 * io.inkwash.data.BatchStream} deals them out in a seeded order, scaled to a {@link
 * io.inkwash.data.PixelRange}. Only Java arrays appear here; the training thread makes tensors of
 * them.
 *
 * <table>
 *   <caption>What can be opened</caption>
 *   <tr><th>word</th><th>what</th></tr>
 *   <tr><td>{@code digits}</td><td>drawn by the program itself, no download</td></tr>
 *   <tr><td>{@code mnist}, {@code fashion-mnist}, {@code cifar10}</td><td>from the folder that
 *       {@code INKWASH_DATA} names, else fetched once into a cache and checked by SHA-256</td></tr>
 *   <tr><td>a folder or zip</td><td>PNG, JPEG, WebP and TIFF; folders within are the classes</td></tr>
 *   <tr><td>an IDX file, or {@code IMAGES,LABELS}</td><td>the format of MNIST, packed or
 *       not</td></tr>
 *   <tr><td>a {@code .bin} file, or a folder of them</td><td>the format of CIFAR-10</td></tr>
 * </table>
 *
 * <p>Two rules hold throughout. Batch n of a training is a function of the seed and n, so a resumed
 * training sees what an uninterrupted one would have seen. And data that is not exactly right is
 * refused with a {@link io.inkwash.data.DataException} that names the file, the offence and the
 * mend in one line.
 *
 * <p>To add a set with a name: one entry in {@link io.inkwash.data.DataSets#named()}, and, if it is
 * fetched, its files and mirrors in {@code PublicSet}. To add a format: a reader that ends in
 * {@link io.inkwash.data.StoredImages}, and the line in {@code DataPaths} that recognizes it. To
 * add an augmentation: one {@link io.inkwash.data.Augment}.
 */
@NullMarked
package io.inkwash.data;

import org.jspecify.annotations.NullMarked;
