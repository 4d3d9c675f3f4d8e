package io.inkwash.evaluate;

import io.inkwash.generate.Drawing;
import io.inkwash.metric.ConditionalAccuracy;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.FeatureExtractor;
import io.inkwash.metric.Features;
import io.inkwash.metric.RunningAccuracy;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a model, looked at once as they are drawn. However many there are, no more is kept
 * of them than the first few pictures, and the features that {@link ReferenceSet#KEPT neighbors are
 * sought among}.
 */
final class Samples {

  /** How many pictures are kept. */
  static final int FIRST = 64;

  private final FeatureExtractor extractor;
  private final FeatureCollector collector;
  private final Drawing drawing;
  private final RunningAccuracy accuracy;
  private final List<Picture> first = new ArrayList<>();
  private final Evaluation.Cost cost;
  private int looked;
  private long looking; // nanoseconds
  private @Nullable Features features;

  /** Draws them all. */
  Samples(Evaluation.Subject subject, ReferenceSet yardstick, StepProgress progress) {
    extractor = yardstick.extractor();
    drawing = subject.drawing();
    accuracy = new RunningAccuracy(extractor.classes());
    collector =
        new FeatureCollector(extractor, yardstick.extent().kept(), yardstick.rng().stream("kept"));
    int count = yardstick.extent().samples();
    LongAdder denoised = new LongAdder();
    long started = System.nanoTime();
    drawing.counted(denoised).draw(count, subject.batch(), progress, this::look);
    long spent = System.nanoTime() - started - looking;
    cost = new Evaluation.Cost(denoised.doubleValue() / count, spent / 1e9);
  }

  private void look(List<Picture> pictures) {
    long started = System.nanoTime();
    first.addAll(pictures.subList(0, Math.min(pictures.size(), FIRST - first.size())));
    for (int from = 0; from < pictures.size(); from += extractor.batch()) {
      List<Picture> some =
          pictures.subList(from, Math.min(pictures.size(), from + extractor.batch()));
      try (TensorScope scope = TensorScope.open()) {
        Tensor classes = collector.add(Pictures.tensor(some)).probabilities();
        if (classes != null && !drawing.classes().isEmpty()) {
          accuracy.add(classes, drawing.asked(looked, some.size()));
        }
      }
      looked += some.size();
    }
    looking += System.nanoTime() - started;
  }

  /** What metrics need of them. */
  Features features() {
    if (features == null) {
      features = collector.features();
    }
    return features;
  }

  /** How often the extractor saw the class that was asked for. */
  ConditionalAccuracy accuracy() {
    return accuracy.accuracy();
  }

  /** The first of them, at most {@link #FIRST}. */
  List<Picture> first(int count) {
    return first.subList(0, count);
  }

  /** What they cost, the looking left out. */
  Evaluation.Cost cost() {
    return cost;
  }
}
