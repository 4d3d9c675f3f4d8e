package io.inkwash.metric.feature;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** {@link ConditionalAccuracy} of probabilities that come batch by batch. */
public final class RunningAccuracy {
  private final long[][] confusion;

  /** No images yet, of so many classes. */
  public RunningAccuracy(int classes) {
    confusion = new long[classes][classes];
  }

  /**
   * Adds some images.
   *
   * @param probabilities [n,K] probabilities, or anything in their order
   * @param requested [n] the class that each should be, 0 to K - 1
   */
  public void add(Tensor probabilities, int[] requested) {
    int classes = confusion.length;
    double[] rows = Tensors.toDoubles(probabilities);
    if (rows.length != (long) requested.length * classes) {
      throw new IllegalArgumentException(
          format(
              "probabilities of shape %s for %s labels; allowed: [%s, %s]",
              Arrays.toString(Tensors.shape(probabilities)),
              requested.length,
              requested.length,
              classes));
    }
    for (int i = 0; i < requested.length; i++) {
      if (requested[i] < 0 || requested[i] >= classes) {
        throw new IllegalArgumentException(
            format("class of image %s is %s; allowed: 0 to %s", i, requested[i], classes - 1));
      }
      int seen = 0;
      for (int k = 1; k < classes; k++) {
        if (rows[i * classes + k] > rows[i * classes + seen]) {
          seen = k;
        }
      }
      confusion[requested[i]][seen]++;
    }
  }

  /** Adds the images of another part, which were of as many classes. */
  public void add(ConditionalAccuracy other) {
    for (int requested = 0; requested < confusion.length; requested++) {
      for (int seen = 0; seen < confusion.length; seen++) {
        confusion[requested][seen] += other.confusion()[requested][seen];
      }
    }
  }

  /** The accuracy of all images so far. */
  public ConditionalAccuracy accuracy() {
    return new ConditionalAccuracy(
        Arrays.stream(confusion).map(long[]::clone).toArray(long[][]::new));
  }
}
