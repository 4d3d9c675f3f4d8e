package io.inkwash.metric;

import io.inkwash.data.ImageSource;
import io.inkwash.metric.feature.Activations;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;

/**
 * One pass of an extractor over images that come batch by batch.
 *
 * <p>Pixels are first rounded to 256 levels, so that samples are judged as the files that they
 * would be written to, and like real images. What is kept of them is {@link RunningFeatures}: it
 * does not matter in which order the images come, and parts of a set can be seen by several
 * collectors.
 */
public final class FeatureCollector {
  private final FeatureExtractor extractor;
  private final RunningFeatures statistics;

  /**
   * Has seen nothing yet.
   *
   * @param keep how many images' features to keep; see {@link RunningFeatures#of}
   * @param rng decides which are kept, and the splits of the inception score
   */
  public FeatureCollector(FeatureExtractor extractor, int keep, Rng rng) {
    this(extractor, RunningFeatures.of(extractor, keep, rng));
  }

  /** Adds what it sees to statistics that were made for the extractor. */
  public FeatureCollector(FeatureExtractor extractor, RunningFeatures statistics) {
    this.extractor = extractor;
    this.statistics = statistics;
  }

  /**
   * Adds the next images.
   *
   * @param pixels [N,C,H,W] in [0, 1]
   * @return what the extractor computes for them, in the caller's scope
   */
  public Activations add(Tensor pixels) {
    return add(statistics.count(), pixels);
  }

  /**
   * Adds some images of a set that others see parts of too.
   *
   * @param first the number of the first of them in the whole set
   * @param pixels [N,C,H,W] in [0, 1]
   * @return what the extractor computes for them, in the caller's scope
   */
  public Activations add(long first, Tensor pixels) {
    Activations seen = extractor.activations(Pixels.asStored(pixels));
    statistics.add(first, seen);
    return seen;
  }

  /**
   * Adds some images of a source.
   *
   * @param progress receives how many are done, batch by batch
   */
  public void add(ImageSource source, int[] indices, IntConsumer progress) {
    for (int from = 0; from < indices.length; from += extractor.batch()) {
      int end = Math.min(indices.length, from + extractor.batch());
      try (TensorScope scope = TensorScope.open()) {
        add(Pixels.batch(source, Arrays.copyOfRange(indices, from, end)));
      }
      progress.accept(end);
    }
  }

  /** What has been seen so far; there must be 2 images at least, 10 if the extractor classifies. */
  public Features features() {
    return statistics.features();
  }
}
