package io.inkwash.evaluate;

import io.inkwash.catalog.Registry;
import io.inkwash.metric.Metric;
import io.inkwash.metric.Metrics;

/** What an evaluation can say, by name: a line each. */
public final class EvaluationMetrics {
  private EvaluationMetrics() {}

  /** What can be said of a model. */
  public static final Registry<EvaluationMetric> METRICS = new Registry<>("metric");

  static {
    for (Metric metric : Metrics.all()) {
      METRICS.register(metric.name(), new FeatureComparison(metric), metric.about());
    }
    METRICS
        .register("accuracy", new Recognition(), "conditional samples that a classifier recognizes")
        .register(
            "memorization",
            new Memorization(),
            "the distance to the nearest training image, beside that of unseen images")
        .register(
            "nll",
            new UnseenBits(),
            "bits/dim of unseen images: the bound, and the flow's density");
  }
}
