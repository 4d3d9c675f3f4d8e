package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.metric.feature.Activations;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One pass of an extractor over images that come batch by batch.
 *
 * <p>Pixels are first rounded to 256 levels, so that samples are judged as the files that they
 * would be written to, and like real images. Memory: the covariance, and the features of {@code
 * keep} images, whatever the number of images. Which are kept is decided by reservoir sampling
 * (Vitter 1985, algorithm R), so it does not matter in which order the images come.
 */
public final class FeatureCollector {
  private final FeatureExtractor extractor;
  private final int keep;
  private final SplittableRandom reservoir;
  private final RunningMoments moments;
  private final @Nullable RunningInceptionScore score;
  private final List<float[]> kept = new ArrayList<>();

  /**
   * Has seen nothing yet.
   *
   * @param keep how many images' features to keep for metrics of neighbors and kernels; 10,000 of
   *     84 features take 3.4 MB, of 2048 features 82 MB
   * @param rng decides which are kept, and the splits of the inception score
   */
  public FeatureCollector(FeatureExtractor extractor, int keep, Rng rng) {
    if (keep < 0 || (long) keep * extractor.width() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          format(
              "keep %s images' features; allowed: 0 to %s with %s features each",
              keep, (Integer.MAX_VALUE - 8) / extractor.width(), extractor.width()));
    }
    this.extractor = extractor;
    this.keep = keep;
    reservoir = new SplittableRandom(rng.stream("reservoir").key());
    moments = new RunningMoments(extractor.width());
    score =
        extractor.classes() < 2
            ? null
            : new RunningInceptionScore(
                extractor.classes(), RunningInceptionScore.SPLITS, rng.stream("splits"));
  }

  /**
   * Adds some images.
   *
   * @param pixels [N,C,H,W] in [0, 1]
   * @return what the extractor says of them, in the caller's scope
   */
  public Activations add(Tensor pixels) {
    Activations seen = extractor.activations(Pixels.asStored(pixels));
    long before = moments.count();
    moments.add(seen.features());
    float[] rows = Tensors.toFloats(seen.features());
    int width = extractor.width();
    for (int i = 0; i < rows.length / width; i++) {
      offer(before + i, rows, i * width);
    }
    if (score != null && seen.probabilities() != null) {
      score.add(seen.probabilities());
    }
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

  private void offer(long number, float[] rows, int from) {
    if (number < keep) {
      kept.add(Arrays.copyOfRange(rows, from, from + extractor.width()));
      return;
    }
    long place = reservoir.nextLong(number + 1);
    if (place < keep) {
      kept.set((int) place, Arrays.copyOfRange(rows, from, from + extractor.width()));
    }
  }

  /** What has been seen so far; there must be 2 images at least, 10 if the extractor classifies. */
  public Features features() {
    int width = extractor.width();
    float[] values = new float[kept.size() * width];
    for (int i = 0; i < kept.size(); i++) {
      System.arraycopy(kept.get(i), 0, values, i * width, width);
    }
    return new Features(
        moments.moments(),
        new FeatureMatrix(values, kept.size(), width),
        Optional.ofNullable(score).map(RunningInceptionScore::score));
  }
}
