/**
 * Opening a set of images by its name or path.
 *
 * <p>{@link io.inkwash.data.open.DataSets#open} opens one half of a set: in memory, or where the
 * set is in numbered archives, as it lies in them. It is the only place where sets are opened:
 * training, resuming, evaluation and restoration differ in their {@link
 * io.inkwash.data.open.DataOptions} alone.
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
 * <p>To add a set with a name: one entry in {@link io.inkwash.data.open.DataSets#named()}, and, if
 * it is fetched, its files and mirrors in {@code PublicSet}. To add a format: a {@code FoundSet}
 * that reads {@link io.inkwash.data.StoredImages}, and the line in {@code DataPaths} that
 * recognizes it.
 */
@NullMarked
package io.inkwash.data.open;

import org.jspecify.annotations.NullMarked;
