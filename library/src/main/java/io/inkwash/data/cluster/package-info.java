/**
 * Groups of similar images, in place of classes that nobody has given.
 *
 * <p>{@link io.inkwash.data.cluster.Thumbnails} make a few numbers of an image, and {@link
 * io.inkwash.data.cluster.KMeans} finds centers among them; {@link
 * io.inkwash.data.cluster.Clusters} labels a set of images by the nearest center.
 */
@NullMarked
package io.inkwash.data.cluster;

import org.jspecify.annotations.NullMarked;
