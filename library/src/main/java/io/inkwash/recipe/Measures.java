package io.inkwash.recipe;

import io.inkwash.metric.Metric;
import io.inkwash.metric.Metrics;

/** What an evaluation can say, by name: a line each. */
final class Measures {
  private Measures() {}

  /** What can be said of a model. */
  static final Shelf<Measure> METRICS = new Shelf<>("metric");

  static {
    for (Metric metric : Metrics.all()) {
      METRICS.add(metric.name(), new Comparison(metric), metric.about());
    }
    METRICS
        .add("accuracy", new Recognition(), "conditional samples that a classifier recognises")
        .add(
            "memorisation",
            new Memorisation(),
            "the distance to the nearest training image, beside that of unseen images")
        .add(
            "nll",
            new UnseenBits(),
            "bits/dim of unseen images: the bound, and the flow's density");
  }
}
