package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.Features;
import io.inkwash.metric.RealFeatures;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.torch.Rng;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Real images that samples are compared with. One reference set serves any number of models: what
 * is computed of it is computed once, and only if it is needed.
 *
 * <p>Real images are split in two that share none: the reference, which samples are compared with,
 * and as many others as there are samples. Those, compared with the reference, give the floor: what
 * a perfect model would score.
 */
public final class ReferenceSet implements AutoCloseable {

  /**
   * Of how many images features are kept at most, of a larger set a uniform sample: metrics of
   * neighbors, kernels and slices use these.
   */
  public static final int KEPT = 10_000;

  /** Enough for every metric: the ten parts of an inception score need the most. */
  private static final int FEWEST = 10;

  /**
   * Real images.
   *
   * @param known images that models were trained on, or images like them
   * @param unseen images like them that no model was trained on; empty where there are none
   */
  public record Images(ImageSource known, Optional<ImageSource> unseen) {

    /**
     * The two halves of a set. The second is unseen only if it is not what models were trained on:
     * a set without a test half gives the same images twice.
     *
     * @param trainedOn content hashes of the sets that models were trained on
     */
    public static Images of(ImageSource known, ImageSource test, Collection<String> trainedOn) {
      boolean seen =
          trainedOn.contains(test.contentHash())
              || (trainedOn.isEmpty() && test.contentHash().equals(known.contentHash()));
      return new Images(known, seen ? Optional.empty() : Optional.of(test));
    }
  }

  /**
   * How much is measured.
   *
   * @param samples how many images are drawn
   * @param likelihood of how many unseen images the likelihood is measured
   * @param seed of every choice but the noise of samples
   */
  public record Extent(int samples, int likelihood, long seed) {
    public Extent {
      if (samples < 2 || likelihood < 1) {
        throw new SpecException(
            format(
                "%d samples and the likelihood of %d images; allowed: 2 or more, and 1 or more",
                samples, likelihood));
      }
    }

    /** Of how many images features are kept of each set. */
    public int kept() {
      return Math.min(samples, KEPT);
    }

    /** A sentence on metrics that do not use every sample; empty where all do. */
    public Optional<String> limited() {
      return kept() == samples
          ? Optional.empty()
          : Optional.of(format("kernels, slices and neighbors use %,d of each set", kept()));
    }
  }

  private final Images images;
  private final Extent extent;
  private final FeatureExtractor extractor;
  private final FeatureCache cache;
  private final Evaluation.Listener listener;
  private final Map<String, List<Double>> floors = new HashMap<>();
  private @Nullable Features features;
  private @Nullable Features others;

  /**
   * Computes nothing yet.
   *
   * @param extractor of features; closed with this
   * @param cache where features of real images are kept
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

  /** The real images. */
  public Images images() {
    return images;
  }

  /** How much is measured. */
  public Extent extent() {
    return extent;
  }

  /** The extractor of features. */
  public FeatureExtractor extractor() {
    return extractor;
  }

  /** How many images the reference has. */
  public int referenceCount() {
    return images.known().count() - extent.samples();
  }

  /** The stream of a metric's own random numbers: the same for every model. */
  public Rng rng() {
    return Rng.seed(extent.seed()).stream("evaluation");
  }

  /**
   * The images that no model was trained on.
   *
   * @throws SpecException if there are none
   */
  public ImageSource unseen() {
    return images.unseen().orElseThrow(() -> new SpecException("it needs " + noneUnseen()));
  }

  /** Why there are no unseen images, as the end of a sentence. */
  String noneUnseen() {
    return "images that the model was not trained on, and "
        + images.known().name()
        + " has no test half; name a set that has one";
  }

  /** Refuses to measure unseen images where there are none, or none of a model's form. */
  void requireUnseen(ImageSpec form) {
    requireForm(unseen(), form);
  }

  /** Refuses images that are not of a model's form. */
  void requireForm(ImageSource source, ImageSpec form) {
    ImageShape wanted = new ImageShape(form.channels(), form.height(), form.width());
    if (!source.shape().equals(wanted)) {
      throw new SpecException(
          format(
              "%s has images of %s, and the model is of %s; both must be alike",
              source.name(), source.shape(), wanted));
    }
  }

  /** Refuses to compare too few samples, or with a reference that is too small. */
  void requireEnough() {
    if (extractor.classes() > 0 && extent.samples() < FEWEST) {
      throw new SpecException(
          format(
              "%d samples by features of %s; allowed: %d or more; choose a larger count",
              extent.samples(), extractor.name(), FEWEST));
    }
    if (referenceCount() < FEWEST) {
      throw new SpecException(
          format(
              "%d samples beside %d real images; allowed: up to %d, so that %d real ones are left"
                  + " to compare with; choose a smaller count",
              extent.samples(), images.known().count(), images.known().count() - FEWEST, FEWEST));
    }
  }

  /** The features of the reference. */
  public Features features() {
    if (features == null) {
      features = extract(split(), "features of real images");
    }
    return features;
  }

  /** The features of other real images, as many as there are samples. */
  public Features others() {
    if (others == null) {
      others = extract(split().another(extent.samples()), "features of other real images");
    }
    return others;
  }

  /** What real images score in a metric: measured for the first model, kept for the rest. */
  public List<Double> floor(String metric, Supplier<List<Double>> measured) {
    return floors.computeIfAbsent(metric, name -> List.copyOf(measured.get()));
  }

  private RealFeatures split() {
    requireEnough();
    return RealFeatures.some(images.known(), referenceCount(), extent.kept(), extent.seed());
  }

  private Features extract(RealFeatures some, String task) {
    int count = some.images().length;
    return some.with(extractor, cache, done -> listener.at(task, done, count));
  }

  /** Closes the extractor. */
  @Override
  public void close() {
    extractor.close();
  }
}
