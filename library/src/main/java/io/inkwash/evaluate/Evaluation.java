package io.inkwash.evaluate;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained model compared with a {@link ReferenceSet}. Samples are drawn once, and only if a
 * metric needs them.
 */
public final class Evaluation {

  /** Receives the progress of the work. */
  @FunctionalInterface
  public interface Listener {

    /** So many images of a task are done; {@code of} in all. */
    void at(String task, double done, int of);
  }

  /**
   * What the drawing of samples cost.
   *
   * @param evaluations of the network for an image; an adaptive solver's mean over the images
   * @param seconds for all samples
   */
  public record Cost(double evaluations, double seconds) {}

  private final Subject subject;
  private final ReferenceSet reference;
  private final Map<String, EvaluationMetric> metrics = new LinkedHashMap<>();
  private final Listener listener;
  private @Nullable SampleStatistics samples;
  private @Nullable Reconstructions reconstructions;

  /**
   * Measures nothing yet, and refuses what cannot be measured.
   *
   * @param metrics names of {@link EvaluationMetrics#METRICS}, in the order to show them
   * @throws SpecException if a metric is not defined for this model or these images
   */
  public Evaluation(
      Subject subject, ReferenceSet reference, List<String> metrics, Listener listener) {
    this.subject = subject;
    this.reference = reference;
    this.listener = listener;
    for (String metric : metrics) {
      this.metrics.put(metric, EvaluationMetrics.METRICS.make(Spec.parse(metric)));
    }
    this.metrics.forEach(this::check);
  }

  private void check(String name, EvaluationMetric metric) {
    try {
      for (Need need : Need.values()) {
        if (metric.needs().contains(need)) {
          need.require(this);
        }
      }
      metric.check(this);
    } catch (SpecException | IllegalArgumentException e) {
      throw refused(name, e);
    }
  }

  /** The findings of every metric, in order. */
  public Findings findings() {
    Findings all = Findings.NONE;
    for (Map.Entry<String, EvaluationMetric> metric : metrics.entrySet()) {
      try {
        all = all.and(metric.getValue().of(this));
      } catch (IllegalArgumentException e) {
        throw refused(metric.getKey(), e);
      }
    }
    return all;
  }

  private static SpecException refused(String metric, RuntimeException reason) {
    return new SpecException("metric " + metric + ": " + reason.getMessage());
  }

  /** The model. */
  public Subject subject() {
    return subject;
  }

  /** The real images beside it. */
  public ReferenceSet reference() {
    return reference;
  }

  /** What receives the progress of a metric's own tasks. */
  public Listener listener() {
    return listener;
  }

  /** The samples; they are drawn by the first call. */
  public SampleStatistics samples() {
    if (samples == null) {
      Progress progress = new Progress(reference.extent().samples());
      samples = subject.samples().orElseThrow().measure(reference, subject.batch(), progress);
    }
    return samples;
  }

  /** Unseen images and what comes back of their latents; they are made by the first call. */
  public Reconstructions reconstructions() {
    if (reconstructions == null) {
      reconstructions =
          new Reconstructions(
              subject.encoder().orElseThrow(), reference, subject.batch(), listener);
    }
    return reconstructions;
  }

  /**
   * The first samples; where none have been drawn, no more than these are. Of a model that draws
   * nothing, unseen images and their reconstructions in turn.
   *
   * @param count at most {@link SampleStatistics#FIRST}; fewer come where there are fewer samples
   */
  public List<Picture> first(int count) {
    if (subject.samples().isEmpty()) {
      return reconstructions().first(count);
    }
    int some = Math.min(Math.min(count, SampleStatistics.FIRST), reference.extent().samples());
    return samples != null ? samples.first(some) : subject.draw(some, new Progress(some));
  }

  /** The cost of the samples; empty if no metric needed them. */
  public Optional<Cost> cost() {
    return Optional.ofNullable(samples).map(SampleStatistics::cost);
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
}
