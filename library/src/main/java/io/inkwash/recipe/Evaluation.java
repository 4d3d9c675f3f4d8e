package io.inkwash.recipe;

import io.inkwash.data.ImageSource;
import io.inkwash.io.Picture;
import io.inkwash.metric.FeatureCache;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.Features;
import io.inkwash.metric.RealFeatures;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model beside real images. What a measure asks for is made once, and only if asked:
 * samples are drawn for the first that looks at samples.
 *
 * <p>Real images are split in two that share none: the reference, which samples are compared with,
 * and as many others as there are samples. Those, compared with the reference, give the floor: what
 * a perfect model would score.
 */
public final class Evaluation {

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Listener {

    /** So many images of a task are done; {@code of} in all. */
    void at(String task, double done, int of);
  }

  /**
   * What is compared.
   *
   * @param model the model
   * @param drawing how its samples are drawn
   * @param batch images at a time
   * @param real the images that it learned from, or like them
   * @param unseen images like them that it never saw
   */
  public record Subject(
      TrainedModel model, Drawing drawing, int batch, ImageSource real, ImageSource unseen) {}

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
        throw new RecipeException(
            "%d samples and the bits of %d images; allowed: 2 or more, and 1 or more"
                .formatted(samples, likelihood));
      }
    }
  }

  private final Subject subject;
  private final Extent extent;
  private final FeatureExtractor extractor;
  private final FeatureCache cache;
  private final Listener listener;
  private final Rng rng;
  private @Nullable List<Picture> pictures;
  private double drawingSeconds;
  private @Nullable Features samples;
  private @Nullable Features real;
  private @Nullable Features others;

  /** Measures nothing yet. */
  public Evaluation(
      Subject subject,
      Extent extent,
      FeatureExtractor extractor,
      FeatureCache cache,
      Listener listener) {
    this.subject = subject;
    this.extent = extent;
    this.extractor = extractor;
    this.cache = cache;
    this.listener = listener;
    rng = Rng.seed(extent.seed()).stream("evaluation");
  }

  /** What is compared. */
  public Subject subject() {
    return subject;
  }

  /** How much is measured. */
  public Extent extent() {
    return extent;
  }

  /** What sees the features. */
  public FeatureExtractor extractor() {
    return extractor;
  }

  /** The place of a measure's own chance. */
  Rng rng() {
    return rng;
  }

  /** The samples, image 0 first. */
  public List<Picture> pictures() {
    if (pictures == null) {
      long started = System.nanoTime();
      Progress progress = new Progress();
      pictures = subject.drawing().draw(extent.samples(), subject.batch(), progress);
      drawingSeconds = (System.nanoTime() - started) / 1e9;
    }
    return pictures;
  }

  /** How long the samples took to draw, in seconds; 0 if none were asked for. */
  public double drawingSeconds() {
    return drawingSeconds;
  }

  private final class Progress implements Drawing.Progress {
    private int finished;

    @Override
    public void after(int images, int stepsDone, int steps) {
      listener.at("drawing", finished + (double) images * stepsDone / steps, extent.samples());
      if (stepsDone == steps) {
        finished += images;
      }
    }
  }

  /** The features of the samples. */
  public Features samples() {
    if (samples == null) {
      List<Picture> drawn = pictures();
      FeatureCollector collector =
          new FeatureCollector(extractor, extent.samples(), rng.stream("kept"));
      for (int from = 0; from < drawn.size(); from += extractor.batch()) {
        int end = Math.min(drawn.size(), from + extractor.batch());
        try (Scope scope = Scope.open()) {
          collector.add(Pictures.tensor(drawn.subList(from, end)));
        }
        listener.at("looking at samples", end, drawn.size());
      }
      samples = collector.features();
    }
    return samples;
  }

  /** The features of the reference. */
  public Features real() {
    if (real == null) {
      real = look(reference(), "looking at real images");
    }
    return real;
  }

  /** The features of other real images, as many as there are samples. */
  public Features others() {
    if (others == null) {
      others = look(reference().another(extent.samples()), "looking at other real images");
    }
    return others;
  }

  private RealFeatures reference() {
    int count = subject.real().count() - extent.samples();
    if (count < 2) {
      throw new RecipeException(
          "%d samples beside %d real images; allowed: up to %d, so that as many real ones are left"
              .formatted(extent.samples(), subject.real().count(), subject.real().count() - 2));
    }
    return RealFeatures.some(subject.real(), count, extent.samples(), extent.seed());
  }

  private Features look(RealFeatures images, String task) {
    int count = images.images().length;
    return images.with(extractor, cache, done -> listener.at(task, done, count));
  }

  /** The bits of unseen images. */
  Bits bits() {
    return new Bits(
        subject.model(), subject.unseen(), extent.likelihood(), subject.batch(), extent.seed());
  }

  /** Hears of a task of this evaluation. */
  void tell(String task, int done, int of) {
    listener.at(task, done, of);
  }

  /** Everything that the measures of those names say. */
  public List<Finding> findings(List<String> names) {
    List<Finding> all = new ArrayList<>();
    for (String name : names) {
      try {
        all.addAll(Catalog.METRICS.make(Choice.parse(name)).of(this));
      } catch (IllegalArgumentException e) {
        throw new RecipeException("metric " + name + ": " + e.getMessage());
      }
    }
    return all;
  }
}
