package io.inkwash.data.cluster;

import static io.inkwash.format.Text.format;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.StoredImages;
import java.util.stream.IntStream;

/**
 * Groups of similar images, by k-means of their thumbnails. A model that is conditioned on them
 * needs no labels, and learns as much as from classes (Adaloglou et al. 2024, "Rethinking
 * cluster-conditioned diffusion models for label-free image synthesis").
 */
public final class Clusters {
  private static final int MOST_POINTS = 60_000;
  private static final int AT_ONCE = 60_000;

  private final Thumbnails thumbnails;
  private final KMeans centers;
  private final int count;

  private Clusters(Thumbnails thumbnails, KMeans centers, int count) {
    this.thumbnails = thumbnails;
    this.centers = centers;
    this.count = count;
  }

  /**
   * Finds groups. Of more than 60,000 images it looks at as many, evenly spaced. The same images
   * have the same groups on every machine.
   *
   * @param count how many, 2 or more, and at most one an image
   * @throws DataException if there are fewer images
   */
  public static Clusters of(ImageSource source, int count) {
    if (source.count() < count) {
      throw new DataException(
          format(
              "%s: %d images for %d clusters; allowed: 2 to %d clusters",
              source.name(), source.count(), count, source.count()));
    }
    int points = Math.min(source.count(), Math.max(MOST_POINTS, count));
    int[] spaced =
        IntStream.range(0, points).map(i -> (int) ((long) i * source.count() / points)).toArray();
    Thumbnails thumbnails = Thumbnails.of(source.shape());
    return new Clusters(thumbnails, KMeans.of(thumbnails.of(source, spaced), count, 0), count);
  }

  /**
   * Images with their cluster in place of their class.
   *
   * @param images of the shape of those that the clusters are of
   */
  public StoredImages label(StoredImages images) {
    int[] labels = new int[images.count()];
    for (int first = 0; first < labels.length; first += AT_ONCE) {
      int[] indices = IntStream.range(first, Math.min(labels.length, first + AT_ONCE)).toArray();
      int[] nearest = centers.nearest(thumbnails.of(images, indices));
      System.arraycopy(nearest, 0, labels, first, nearest.length);
    }
    return images.withClusters(labels, count);
  }
}
