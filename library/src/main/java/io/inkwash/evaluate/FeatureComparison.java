package io.inkwash.evaluate;

import io.inkwash.metric.Features;
import io.inkwash.metric.Metric;
import io.inkwash.metric.Score;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Samples compared with real images by their features. The floor is the same comparison of other
 * real images.
 *
 * @param metric the comparison
 */
record FeatureComparison(Metric metric) implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    EnumSet<Need> needs = EnumSet.of(Need.SAMPLES, Need.REFERENCE);
    if (metric.demand() == Metric.Demand.CLASSES) {
      needs.add(Need.CLASSIFIER);
    }
    return needs;
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet reference = evaluation.reference();
    List<Score> model = compare(reference, evaluation.samples().features());
    List<Double> floor =
        reference.floor(
            metric.name(),
            () -> compare(reference, reference.others()).stream().map(Score::value).toList());
    return new Findings(
        IntStream.range(0, model.size())
            .mapToObj(i -> Finding.of(model.get(i), floor.get(i)))
            .toList(),
        List.of());
  }

  private List<Score> compare(ReferenceSet reference, Features images) {
    return metric.measure(reference.features(), images, reference.rng());
  }
}
