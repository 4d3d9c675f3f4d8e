package io.inkwash.evaluate;

import io.inkwash.metric.ConditionalAccuracy;
import io.inkwash.metric.Score;

/** How often a classifier sees the class that a sample was asked to be. */
record Recognition() implements EvaluationMetric {

  @Override
  public void check(Evaluation evaluation) {
    if (evaluation.subject().drawing().classes().isEmpty()
        || evaluation.yardstick().extractor().classes() == 0) {
      throw new IllegalArgumentException(
          "it needs samples of known classes and features of a classifier; choose --class and"
              + " --features digits-lenet");
    }
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
            "of " + evaluation.yardstick().extent().samples() + " images"));
  }
}
