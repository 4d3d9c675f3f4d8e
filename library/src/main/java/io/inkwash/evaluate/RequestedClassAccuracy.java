package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.Score;
import io.inkwash.metric.feature.ConditionalAccuracy;
import java.util.Set;

/** The share of samples that a classifier recognizes as the class requested. */
record RequestedClassAccuracy() implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SAMPLES, Need.REQUESTED_CLASSES, Need.CLASSIFIER);
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ConditionalAccuracy accuracy = evaluation.samples().accuracy();
    return Findings.of(
        new Finding(
            "accuracy",
            accuracy.value(),
            accuracy.standardError(),
            null,
            Score.Better.HIGHER,
            format("of %d images", evaluation.reference().extent().samples())));
  }
}
