package io.inkwash.evaluate;

import io.inkwash.metric.Features;
import io.inkwash.metric.Metric;
import io.inkwash.metric.Score;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples compared with the reference by their features; its floor is the same comparison of other
 * real images.
 *
 * @param metric the comparison
 */
record FeatureComparison(Metric metric) implements EvaluationMetric {

  @Override
  public void check(Evaluation evaluation) {
    evaluation.yardstick().requireReference();
    metric.check(evaluation.yardstick().extractor());
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet yardstick = evaluation.yardstick();
    List<Score> model = compare(yardstick, evaluation.samples().features());
    List<Double> floor =
        yardstick.floor(
            metric.name(),
            () -> compare(yardstick, yardstick.others()).stream().map(Score::value).toList());
    return new Findings(
        IntStream.range(0, model.size())
            .mapToObj(i -> Finding.of(model.get(i), floor.get(i)))
            .toList(),
        List.of());
  }

  private List<Score> compare(ReferenceSet yardstick, Features images) {
    return metric.measure(yardstick.reference(), images, yardstick.rng());
  }
}
