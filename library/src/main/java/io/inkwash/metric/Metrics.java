package io.inkwash.metric;

import static io.inkwash.metric.Metric.Demand.CLASSES;
import static io.inkwash.metric.Metric.Demand.FEATURES;
import static io.inkwash.metric.Score.Better.HIGHER;
import static io.inkwash.metric.Score.Better.LOWER;

import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.torch.Rng;
import java.util.List;

/** The metrics of features, as a catalog. */
public final class Metrics {

  /** {@link FrechetDistance}, with its standard error by the bootstrap. */
  public static final Metric FID =
      new Metric(
          "fid",
          "Frechet distance of means and covariances (Heusel et al. 2017)",
          FEATURES,
          (real, samples, rng) ->
              List.of(
                  new Score(
                      "fid",
                      FrechetDistance.between(real.moments(), samples.moments()).value(),
                      FrechetBootstrap.standardError(
                          real.moments(), samples.kept(), samples.count(), rng),
                      LOWER)));

  /** {@link KernelDistance} of all kept features, with its standard error. */
  public static final Metric KID =
      new Metric(
          "kid",
          "unbiased cubic kernel distance (Binkowski et al. 2018)",
          FEATURES,
          (real, samples, rng) -> {
            KernelDistance distance = KernelDistance.of(real.kept(), samples.kept());
            return List.of(Score.of("kid", distance.value(), distance.standardError(), LOWER));
          });

  /** {@link PrecisionRecall} with its paper's 3 neighbors. */
  public static final Metric PRECISION_RECALL =
      new Metric(
          "precision-recall",
          "samples in the region of real images, and the reverse (Kynkaanniemi et al. 2019)",
          FEATURES,
          (real, samples, rng) -> {
            Pair pair = Pair.of(real, samples, rng);
            PrecisionRecall shares =
                PrecisionRecall.of(pair.real, pair.samples, PrecisionRecall.NEIGHBORS);
            return List.of(
                Score.of("precision", shares.precision(), HIGHER),
                Score.of("recall", shares.recall(), HIGHER));
          });

  /** {@link DensityCoverage} with its paper's 5 neighbors. */
  public static final Metric DENSITY_COVERAGE =
      new Metric(
          "density-coverage",
          "real neighborhoods that samples fall into (Naeem et al. 2020)",
          FEATURES,
          (real, samples, rng) -> {
            Pair pair = Pair.of(real, samples, rng);
            DensityCoverage shares =
                DensityCoverage.of(pair.real, pair.samples, DensityCoverage.NEIGHBORS);
            return List.of(
                Score.of("density", shares.density(), HIGHER),
                Score.of("coverage", shares.coverage(), HIGHER));
          });

  /** {@link InceptionScore} of the samples. */
  public static final Metric INCEPTION_SCORE =
      new Metric(
          "inception-score",
          "certain classes, all of them (Salimans et al. 2016); the samples alone",
          CLASSES,
          (real, samples, rng) -> {
            InceptionScore score =
                samples
                    .inceptionScore()
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "inception-score of features without classes; allowed: a network"
                                    + " that classifies, such as digits-lenet"));
            return List.of(Score.of("inception-score", score.mean(), score.deviation(), HIGHER));
          });

  /** {@link SlicedWasserstein} of kept features along 512 directions. */
  public static final Metric SLICED_WASSERSTEIN =
      new Metric(
          "sliced-wasserstein",
          "transport along random directions (Bonneel et al. 2015)",
          FEATURES,
          (real, samples, rng) -> {
            SlicedWasserstein distance =
                SlicedWasserstein.between(real.kept(), samples.kept(), 512, rng);
            return List.of(
                Score.of("sliced-wasserstein", distance.value(), distance.standardError(), LOWER));
          });

  private static final List<Metric> ALL =
      List.of(FID, KID, PRECISION_RECALL, DENSITY_COVERAGE, INCEPTION_SCORE, SLICED_WASSERSTEIN);

  private Metrics() {}

  /** All of them, in the order of a report. */
  public static List<Metric> all() {
    return ALL;
  }

  /** Kept features of equal counts, since shares depend on the counts. */
  private record Pair(FeatureMatrix real, FeatureMatrix samples) {

    static Pair of(Features real, Features samples, Rng rng) {
      int count = Math.min(real.kept().count(), samples.kept().count());
      return new Pair(
          some(real.kept(), count, rng.stream("real")),
          some(samples.kept(), count, rng.stream("samples")));
    }

    private static FeatureMatrix some(FeatureMatrix rows, int count, Rng rng) {
      return rows.count() == count
          ? rows
          : rows.pick(RandomSubset.distinct(count, rows.count(), rng));
    }
  }
}
