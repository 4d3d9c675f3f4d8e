package io.inkwash.recipe;

import io.inkwash.io.Picture;
import io.inkwash.metric.ConditionalAccuracy;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.RunningAccuracy;
import io.inkwash.metric.Score;
import io.inkwash.torch.Scope;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** How often a classifier sees the class that a sample was asked to be. */
record Recognition() implements Measure {

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
    List<Integer> asked = evaluation.subject().drawing().classes();
    FeatureExtractor extractor = evaluation.yardstick().extractor();
    List<Picture> pictures = evaluation.pictures();
    RunningAccuracy running = new RunningAccuracy(extractor.classes());
    for (int from = 0; from < pictures.size(); from += extractor.batch()) {
      int end = Math.min(pictures.size(), from + extractor.batch());
      try (Scope scope = Scope.open()) {
        Tensor seen =
            extractor.activations(Pictures.tensor(pictures.subList(from, end))).probabilities();
        if (seen != null) {
          running.add(
              seen, IntStream.range(from, end).map(k -> asked.get(k % asked.size())).toArray());
        }
      }
    }
    ConditionalAccuracy accuracy = running.accuracy();
    return Findings.of(
        new Finding(
            "accuracy",
            accuracy.value(),
            accuracy.standardError(),
            null,
            Score.Better.HIGHER,
            "of " + pictures.size() + " images"));
  }
}
