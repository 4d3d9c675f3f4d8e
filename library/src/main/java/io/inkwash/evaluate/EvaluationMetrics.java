package io.inkwash.evaluate;

import io.inkwash.catalog.Registry;
import io.inkwash.metric.Metric;
import io.inkwash.metric.Metrics;
import io.inkwash.recipe.parts.Catalog;
import java.util.ArrayList;
import java.util.List;

/** Metrics of an evaluation by name: a line each. */
public final class EvaluationMetrics {
  private EvaluationMetrics() {}

  /** All metrics. The registry is open: register yours, and every command knows it by name. */
  public static final Registry<EvaluationMetric> METRICS = new Registry<>("metric");

  /** All registries of the algebra, then that of metrics: all that can be named. */
  public static List<Registry<?>> registries() {
    List<Registry<?>> registries = new ArrayList<>(Catalog.registries());
    registries.add(METRICS);
    return registries;
  }

  static {
    for (Metric metric : Metrics.all()) {
      METRICS.register(metric.name(), new FeatureComparison(metric), metric.about());
    }
    METRICS
        .register(
            "accuracy",
            new RequestedClassAccuracy(),
            "samples that a classifier recognizes as the class requested")
        .register(
            "class-histogram",
            new SampledClasses(),
            "which classes a classifier finds among the samples: entropy, how many, how unequal")
        .register(
            "memorization",
            new Memorization(),
            "the distance to the nearest training image, beside that of unseen images")
        .register(
            "nll",
            "by=all, tolerance=1e-5",
            a -> new UnseenBits(a.text("by"), a.number("tolerance")),
            "bits/dim of unseen images: by a bound, and by the density of the flow, followed to a"
                + " tolerance, where there is a flow")
        .register(
            "psnr",
            new ReconstructionQuality("psnr", Reconstructions::psnr),
            "decibels between unseen images and what comes back of their latents")
        .register(
            "ssim",
            new ReconstructionQuality("ssim", Reconstructions::ssim),
            "structural similarity of unseen images and what comes back of their latents")
        .register(
            "rfid",
            new ReconstructionFid(),
            "FID between unseen images and what comes back of their latents");
  }
}
