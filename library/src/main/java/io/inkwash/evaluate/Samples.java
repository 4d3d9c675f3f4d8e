package io.inkwash.evaluate;

import io.inkwash.metric.ClassHistogram;
import io.inkwash.metric.FeatureCollector;
import io.inkwash.metric.Features;
import io.inkwash.metric.feature.ConditionalAccuracy;
import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.metric.feature.RunningAccuracy;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a model, drawn once and passed through the feature extractor batch by batch.
 * However many there are, only the first few pictures are kept, and the features of at most {@link
 * ReferenceSet#KEPT} images.
 */
public final class Samples {

  /** How many pictures are kept. */
  public static final int FIRST = 64;

  private final FeatureExtractor extractor;
  private final FeatureCollector collector;
  private final Subject subject;
  private final RunningAccuracy accuracy;
  private final List<Picture> first = new ArrayList<>();
  private final Evaluation.Cost cost;
  private ClassHistogram classes;
  private int seen;
  private long extracting; // nanoseconds
  private @Nullable Features features;

  /** Draws them all. */
  Samples(Subject subject, ReferenceSet reference, StepProgress progress) {
    this.subject = subject;
    extractor = reference.extractor();
    accuracy = new RunningAccuracy(extractor.classes());
    classes = ClassHistogram.empty(extractor.classes());
    collector =
        new FeatureCollector(extractor, reference.extent().kept(), reference.rng().stream("kept"));
    int count = reference.extent().samples();
    long started = System.nanoTime();
    long evaluations =
        subject.samples().orElseThrow().draw(count, subject.batch(), progress, this::add);
    long drawing = System.nanoTime() - started - extracting;
    cost = new Evaluation.Cost((double) evaluations / count, drawing / 1e9);
  }

  private void add(List<Picture> pictures) {
    long started = System.nanoTime();
    first.addAll(pictures.subList(0, Math.min(pictures.size(), FIRST - first.size())));
    for (int from = 0; from < pictures.size(); from += extractor.batch()) {
      List<Picture> some =
          pictures.subList(from, Math.min(pictures.size(), from + extractor.batch()));
      try (TensorScope scope = TensorScope.open()) {
        Tensor probabilities = collector.add(Pictures.tensor(some)).probabilities();
        if (probabilities != null) {
          classes = classes.with(probabilities);
          if (!subject.classes().isEmpty()) {
            accuracy.add(probabilities, subject.requested(seen, some.size()));
          }
        }
      }
      seen += some.size();
    }
    extracting += System.nanoTime() - started;
  }

  /** Their features, as metrics compare them. */
  public Features features() {
    if (features == null) {
      features = collector.features();
    }
    return features;
  }

  /** The classes that the extractor's classifier finds; none where it does not classify. */
  public ClassHistogram classes() {
    return classes;
  }

  /** How often the classifier finds the class requested. */
  public ConditionalAccuracy accuracy() {
    return accuracy.accuracy();
  }

  /** The first of them, at most {@link #FIRST}. */
  public List<Picture> first(int count) {
    return first.subList(0, Math.min(count, first.size()));
  }

  /** What they cost, the pass through the extractor left out. */
  public Evaluation.Cost cost() {
    return cost;
  }
}
