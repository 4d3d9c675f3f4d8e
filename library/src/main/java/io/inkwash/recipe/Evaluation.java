package io.inkwash.recipe;

import io.inkwash.io.Picture;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.Features;
import io.inkwash.torch.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A trained model held against a {@link Yardstick}. What a measure asks for is made once, and only
 * if asked: samples are drawn for the first that looks at samples.
 */
public final class Evaluation {

  /** Hears how far the work is. */
  @FunctionalInterface
  public interface Listener {

    /** So many images of a task are done; {@code of} in all. */
    void at(String task, double done, int of);
  }

  /**
   * What is measured.
   *
   * @param model the model
   * @param drawing how its samples are drawn
   * @param batch images at a time
   */
  public record Subject(TrainedModel model, Drawing drawing, int batch) {}

  /**
   * What the drawing of samples cost.
   *
   * @param evaluations of the denoiser for an image; an adaptive solver's mean over the images
   * @param seconds for all samples
   */
  public record Cost(double evaluations, double seconds) {}

  private final Subject subject;
  private final Yardstick yardstick;
  private final Map<String, Measure> measures = new LinkedHashMap<>();
  private final Listener listener;
  private @Nullable List<Picture> pictures;
  private @Nullable Cost cost;
  private @Nullable Features samples;

  /**
   * Measures nothing yet, and refuses what cannot be measured.
   *
   * @param metrics what is to be said of the model, by name
   * @throws RecipeException if one of them cannot be said of this model or these images
   */
  public Evaluation(Subject subject, Yardstick yardstick, List<String> metrics, Listener listener) {
    this.subject = subject;
    this.yardstick = yardstick;
    this.listener = listener;
    for (String metric : metrics) {
      measures.put(metric, Catalog.METRICS.make(Choice.parse(metric)));
    }
    measures.forEach(this::check);
  }

  private void check(String metric, Measure measure) {
    try {
      measure.check(this);
    } catch (IllegalArgumentException e) {
      throw refused(metric, e);
    }
  }

  /** Everything that the metrics say. */
  public Findings findings() {
    Findings all = Findings.NONE;
    for (Map.Entry<String, Measure> metric : measures.entrySet()) {
      try {
        all = all.and(metric.getValue().of(this));
      } catch (IllegalArgumentException e) {
        throw refused(metric.getKey(), e);
      }
    }
    return all;
  }

  private static RecipeException refused(String metric, IllegalArgumentException reason) {
    return new RecipeException("metric " + metric + ": " + reason.getMessage());
  }

  /** What is measured. */
  public Subject subject() {
    return subject;
  }

  /** What it is held against. */
  public Yardstick yardstick() {
    return yardstick;
  }

  /** The samples, image 0 first. */
  public List<Picture> pictures() {
    if (pictures == null) {
      int count = yardstick.extent().samples();
      LongAdder denoised = new LongAdder();
      long started = System.nanoTime();
      pictures =
          subject.drawing().counted(denoised).draw(count, subject.batch(), new Progress(count));
      cost = new Cost(denoised.doubleValue() / count, (System.nanoTime() - started) / 1e9);
    }
    return pictures;
  }

  /** The first samples; where none have been drawn, no more than these are. */
  public List<Picture> first(int count) {
    int some = Math.min(count, yardstick.extent().samples());
    return pictures != null
        ? pictures.subList(0, some)
        : subject.drawing().draw(some, subject.batch(), new Progress(some));
  }

  /** What the samples cost; empty if no metric looked at samples. */
  public Optional<Cost> cost() {
    return Optional.ofNullable(cost);
  }

  private final class Progress implements Drawing.Progress {
    private final int count;
    private int finished;

    Progress(int count) {
      this.count = count;
    }

    @Override
    public void after(int images, int stepsDone, int steps) {
      listener.at("drawing", finished + (double) images * stepsDone / steps, count);
      if (stepsDone == steps) {
        finished += images;
      }
    }
  }

  /** The features of the samples. */
  Features samples() {
    if (samples == null) {
      List<Picture> drawn = pictures();
      FeatureExtractor extractor = yardstick.extractor();
      FeatureCollector collector =
          new FeatureCollector(extractor, drawn.size(), yardstick.rng().stream("kept"));
      for (int from = 0; from < drawn.size(); from += extractor.batch()) {
        int end = Math.min(drawn.size(), from + extractor.batch());
        try (Scope scope = Scope.open()) {
          collector.add(Pictures.tensor(drawn.subList(from, end)));
        }
        tell("looking at samples", end, drawn.size());
      }
      samples = collector.features();
    }
    return samples;
  }

  /** The bits of unseen images. */
  Bits bits() {
    Yardstick.Extent extent = yardstick.extent();
    return new Bits(
        subject.model(),
        yardstick.images().unseen(),
        extent.likelihood(),
        subject.batch(),
        extent.seed());
  }

  /** Hears of a task of this evaluation. */
  void tell(String task, int done, int of) {
    listener.at(task, done, of);
  }
}
