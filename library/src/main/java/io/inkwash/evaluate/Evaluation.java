package io.inkwash.evaluate;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.generate.Drawing;
import io.inkwash.model.TrainedModel;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained model held against a {@link ReferenceSet}. What a measure asks for is made once, and
 * only if asked: samples are drawn for the first that looks at samples.
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
  private final ReferenceSet yardstick;
  private final Map<String, EvaluationMetric> measures = new LinkedHashMap<>();
  private final Listener listener;
  private @Nullable Samples samples;

  /**
   * Measures nothing yet, and refuses what cannot be measured.
   *
   * @param metrics what is to be said of the model, by name
   * @throws SpecException if one of them cannot be said of this model or these images
   */
  public Evaluation(
      Subject subject, ReferenceSet yardstick, List<String> metrics, Listener listener) {
    this.subject = subject;
    this.yardstick = yardstick;
    this.listener = listener;
    for (String metric : metrics) {
      measures.put(metric, EvaluationMetrics.METRICS.make(Spec.parse(metric)));
    }
    measures.forEach(this::check);
  }

  private void check(String metric, EvaluationMetric measure) {
    try {
      measure.check(this);
    } catch (IllegalArgumentException e) {
      throw refused(metric, e);
    }
  }

  /** Everything that the metrics say. */
  public Findings findings() {
    Findings all = Findings.NONE;
    for (Map.Entry<String, EvaluationMetric> metric : measures.entrySet()) {
      try {
        all = all.and(metric.getValue().of(this));
      } catch (IllegalArgumentException e) {
        throw refused(metric.getKey(), e);
      }
    }
    return all;
  }

  private static SpecException refused(String metric, IllegalArgumentException reason) {
    return new SpecException("metric " + metric + ": " + reason.getMessage());
  }

  /** What is measured. */
  public Subject subject() {
    return subject;
  }

  /** What it is held against. */
  public ReferenceSet yardstick() {
    return yardstick;
  }

  /** The samples: drawn now, if they have not been. */
  Samples samples() {
    if (samples == null) {
      samples = new Samples(subject, yardstick, new Progress(yardstick.extent().samples()));
    }
    return samples;
  }

  /**
   * The first samples; where none have been drawn, no more than these are.
   *
   * @param count at most 64; fewer come where there are fewer samples
   */
  public List<Picture> first(int count) {
    int some = Math.min(Math.min(count, Samples.FIRST), yardstick.extent().samples());
    return samples != null
        ? samples.first(some)
        : subject.drawing().draw(some, subject.batch(), new Progress(some));
  }

  /** What the samples cost; empty if no metric looked at samples. */
  public Optional<Cost> cost() {
    return Optional.ofNullable(samples).map(Samples::cost);
  }

  private final class Progress implements StepProgress {
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

  /** The bits of unseen images. */
  Bits bits() {
    ReferenceSet.Extent extent = yardstick.extent();
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
