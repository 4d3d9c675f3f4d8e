package io.inkwash.evaluate;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSource;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.Features;
import io.inkwash.metric.RealFeatures;
import io.inkwash.torch.Rng;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Real images that samples are held against. One yardstick serves any number of models: what is
 * asked of it is made once, and only if asked.
 *
 * <p>Real images are split in two that share none: the reference, which samples are compared with,
 * and as many others as there are samples. Those, compared with the reference, give the floor: what
 * a perfect model would score.
 */
public final class ReferenceSet implements AutoCloseable {

  /**
   * How many images' features are kept at most, of a larger set a uniform sample: metrics of
   * neighbors and of kernels look at these.
   */
  public static final int KEPT = 10_000;

  /** Enough for every metric: the ten parts of an inception score need the most. */
  private static final int FEWEST = 10;

  /**
   * What is real.
   *
   * @param known images that models learned from, or like them
   * @param unseen images like them that no model saw
   */
  public record Images(ImageSource known, ImageSource unseen) {}

  /**
   * How much is measured.
   *
   * @param samples how many images are drawn
   * @param likelihood how many unseen images are given bits
   * @param seed of every choice but the noise of samples
   */
  public record Extent(int samples, int likelihood, long seed) {
    public Extent {
      if (samples < 2 || likelihood < 1) {
        throw new SpecException(
            "%d samples and the bits of %d images; allowed: 2 or more, and 1 or more"
                .formatted(samples, likelihood));
      }
    }

    /** How many images' features are kept of each set, for metrics of neighbors and of kernels. */
    public int kept() {
      return Math.min(samples, KEPT);
    }
  }

  private final Images images;
  private final Extent extent;
  private final FeatureExtractor extractor;
  private final FeatureCache cache;
  private final Evaluation.Listener listener;
  private final Map<String, List<Double>> floors = new HashMap<>();
  private @Nullable Features reference;
  private @Nullable Features others;

  /**
   * Looks at nothing yet.
   *
   * @param extractor what sees features; closed with this
   * @param cache where features are kept for another day
   */
  public ReferenceSet(
      Images images,
      Extent extent,
      FeatureExtractor extractor,
      FeatureCache cache,
      Evaluation.Listener listener) {
    this.images = images;
    this.extent = extent;
    this.extractor = extractor;
    this.cache = cache;
    this.listener = listener;
  }

  /** What is real. */
  public Images images() {
    return images;
  }

  /** How much is measured. */
  public Extent extent() {
    return extent;
  }

  /** What sees the features. */
  public FeatureExtractor extractor() {
    return extractor;
  }

  /** How many images the reference has. */
  public int referenceCount() {
    return images.known().count() - extent.samples();
  }

  /** The place of a measure's own chance: the same for every model. */
  Rng rng() {
    return Rng.seed(extent.seed()).stream("evaluation");
  }

  /** Refuses to compare too few samples, or with a reference that is too small. */
  void requireReference() {
    if (extractor.classes() > 0 && extent.samples() < FEWEST) {
      throw new SpecException(
          "%d samples seen by %s; allowed: %d or more; ask for a larger --count"
              .formatted(extent.samples(), extractor.name(), FEWEST));
    }
    if (referenceCount() < FEWEST) {
      throw new SpecException(
          "%d samples beside %d real images; allowed: up to %d, so that %d real ones are left to"
                  .formatted(
                      extent.samples(),
                      images.known().count(),
                      images.known().count() - FEWEST,
                      FEWEST)
              + " compare with; ask for a smaller --count");
    }
  }

  /** The features of the reference. */
  Features reference() {
    if (reference == null) {
      reference = look(split(), "looking at real images");
    }
    return reference;
  }

  /** The features of other real images, as many as there are samples. */
  Features others() {
    if (others == null) {
      others = look(split().another(extent.samples()), "looking at other real images");
    }
    return others;
  }

  /** What real images score in a measure: measured for the first model, remembered for the rest. */
  List<Double> floor(String measure, Supplier<List<Double>> measured) {
    return floors.computeIfAbsent(measure, name -> List.copyOf(measured.get()));
  }

  private RealFeatures split() {
    requireReference();
    return RealFeatures.some(images.known(), referenceCount(), extent.kept(), extent.seed());
  }

  private Features look(RealFeatures some, String task) {
    int count = some.images().length;
    return some.with(extractor, cache, done -> listener.at(task, done, count));
  }

  /** Closes the extractor. */
  @Override
  public void close() {
    extractor.close();
  }
}
