package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * The training image closest to a sample, by Euclidean distance of pixels in [0, 1]. A model that
 * has learned its images by heart is much closer to them than unseen real images are; put the same
 * search of test images beside it.
 *
 * @param index its number in the training set; the first of equals
 * @param distance how far it is; divided by the root of the number of pixels, it is the typical
 *     difference of a pixel
 */
public record NearestNeighbor(int index, double distance) {

  private static final int TILE = 4096; // training images that are numbers at once

  /**
   * The neighbor of each sample. Memory holds the samples and a few thousand training images.
   *
   * @param samples a row an image, in [0, 1], of the training set's shape
   */
  public static List<NearestNeighbor> search(FeatureMatrix samples, ImageSource training) {
    if (samples.width() != training.shape().size()) {
      throw new IllegalArgumentException(
          format(
              "samples of %s pixels among images of %s; allowed: %s pixels",
              samples.width(), training.shape(), training.shape().size()));
    }
    double[] least = new double[samples.count()];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    int[] nearest = new int[samples.count()];
    for (int from = 0; from < training.count(); from += TILE) {
      int first = from;
      int count = Math.min(training.count() - from, TILE);
      int[] indices = new int[count];
      Arrays.setAll(indices, i -> first + i);
      look(samples, Pixels.rows(training, indices), first, least, nearest);
    }
    List<NearestNeighbor> found = new ArrayList<>();
    for (int i = 0; i < nearest.length; i++) {
      found.add(new NearestNeighbor(nearest[i], Math.sqrt(least[i])));
    }
    return List.copyOf(found);
  }

  /** Improves on what has been found by the training images from number {@code first} on. */
  private static void look(
      FeatureMatrix samples, FeatureMatrix images, int first, double[] least, int[] nearest) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor others = images.rows(0, images.count());
      for (int row = 0; row < samples.count(); row += Distances.TILE_ROWS) {
        try (TensorScope tile = TensorScope.open()) {
          int end = Math.min(samples.count(), row + Distances.TILE_ROWS);
          T_TensorTensor_T best = Distances.squared(samples.rows(row, end), others).min(1);
          double[] distances = Tensors.toDoubles(best.get0());
          double[] places = Tensors.toDoubles(best.get1());
          for (int i = 0; i < distances.length; i++) {
            if (distances[i] < least[row + i]) {
              least[row + i] = distances[i];
              nearest[row + i] = first + (int) places[i];
            }
          }
        }
      }
    }
  }
}
