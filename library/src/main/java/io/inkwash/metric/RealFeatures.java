package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.data.Sha256;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.torch.Rng;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The real side of a comparison: which images of a source, seen by which extractor.
 *
 * @param source the images
 * @param images their numbers in it, in the order to be seen
 * @param keep how many images' features to keep
 * @param seed decides which
 */
@SuppressWarnings("ArrayRecordComponent") // a request, never compared
public record RealFeatures(ImageSource source, int[] images, int keep, long seed) {

  private static final String FORMAT = "inkwash features 2";

  /**
   * Some images of a source, drawn without replacement.
   *
   * @param count how many, up to all
   */
  public static RealFeatures some(ImageSource source, int count, int keep, long seed) {
    int[] images = RandomSubset.distinct(count, source.count(), order(seed));
    return new RealFeatures(source, images, keep, seed);
  }

  /**
   * The next images of the same order: no image is in both. Their distance is the floor of a
   * metric: what even a perfect model scores.
   *
   * @throws IllegalArgumentException if there are not so many left
   */
  public RealFeatures another(int count) {
    int all = images.length + count;
    if (all > source.count()) {
      throw new IllegalArgumentException(
          format(
              "%s holds %s images, %s of them in use; allowed: %s more, not %s",
              source.name(), source.count(), images.length, source.count() - images.length, count));
    }
    int[] more = RandomSubset.distinct(all, source.count(), order(seed));
    return new RealFeatures(source, Arrays.copyOfRange(more, images.length, all), keep, seed);
  }

  private static Rng order(long seed) {
    return Rng.seed(seed).stream("real images");
  }

  /** Names all that the features depend on: images, their order, the extractor, what is kept. */
  public String key(FeatureExtractor extractor) {
    return new Sha256()
        .line(FORMAT)
        .line(source.contentHash())
        .line(Arrays.toString(images))
        .line(extractor.contentHash())
        .line(keep + " " + seed)
        .hex();
  }

  /**
   * The features, from the cache or by a pass over the images, which are then kept there.
   *
   * @param progress receives how many images are done; nothing if they were in the cache
   */
  public Features with(FeatureExtractor extractor, FeatureCache cache, IntConsumer progress) {
    String key = key(extractor);
    Optional<Features> known = cache.find(key);
    if (known.isPresent()) {
      return known.get();
    }
    FeatureCollector collector =
        new FeatureCollector(extractor, keep, Rng.seed(seed).stream("kept"));
    collector.add(source, images, progress);
    Features features = collector.features();
    cache.keep(key, features);
    return features;
  }
}
