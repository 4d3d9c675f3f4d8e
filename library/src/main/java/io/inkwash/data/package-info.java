/**
 * Images as bytes, and the shuffled batches that models are trained on.
 *
 * <p>{@link io.inkwash.data.DataSets#open} opens one half of a set of images by its name or path:
 * an {@link io.inkwash.data.ImageSource}, a finite list of images of one shape, wholly in memory,
 * one byte a value. It is the only place where sets are opened: training, resuming, evaluation and
 * restoration differ in their {@link io.inkwash.data.DataOptions} alone. A {@link
 * io.inkwash.data.BatchStream} returns the images in a seeded order, scaled to a {@link
 * io.inkwash.data.PixelRange}. Only Java arrays appear here; the training thread makes tensors of
 * them.
 *
 * <table>
 *   <caption>What can be opened; {@code docs/data.md} has every case</caption>
 *   <tr><th>word</th><th>what</th></tr>
 *   <tr><td>{@code digits}</td><td>drawn by the program itself, no download</td></tr>
 *   <tr><td>{@code mnist}, {@code fashion-mnist}, {@code cifar10}</td><td>from the folder that
 *       {@code INKWASH_DATA} names, else fetched once into a cache and checked by SHA-256</td></tr>
 *   <tr><td>a folder, or an archive (zip, tar, 7z)</td><td>pictures, folders within are the classes;
 *       IDX files or CIFAR binaries under their usual names</td></tr>
 *   <tr><td>an IDX file, or {@code IMAGES,LABELS}</td><td>the format of MNIST, compressed or
 *       not</td></tr>
 *   <tr><td>a {@code .bin} file</td><td>the format of CIFAR-10 and CIFAR-100</td></tr>
 * </table>
 *
 * <p>Four rules hold throughout. Batch n of a training is a function of the seed and n, so a
 * resumed training sees what an uninterrupted one would have seen. Test images are never training
 * images: a set that has none keeps a part back, or has none. Classes are those of both halves
 * together, in one order. And data that are not exactly right are refused with a {@link
 * io.inkwash.data.DataException} that names the file, the fault and the remedy in one line.
 *
 * <p>To add a set with a name: one entry in {@link io.inkwash.data.DataSets#named()}, and, if it is
 * fetched, its files and mirrors in {@code PublicSet}. To add a format: a {@code FoundSet} that
 * reads {@link io.inkwash.data.StoredImages}, and the line in {@code DataPaths} that recognizes it.
 * To add an archive: a {@code FileTree}. To add an augmentation: one {@link
 * io.inkwash.data.Augment}.
 */
@NullMarked
package io.inkwash.data;

import org.jspecify.annotations.NullMarked;
