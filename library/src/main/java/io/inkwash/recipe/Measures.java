package io.inkwash.recipe;

import io.inkwash.data.ImageSource;
import io.inkwash.io.Picture;
import io.inkwash.metric.FeatureMatrix;
import io.inkwash.metric.Metric;
import io.inkwash.metric.Metrics;
import io.inkwash.metric.NearestNeighbour;
import io.inkwash.metric.Pixels;
import io.inkwash.metric.RunningAccuracy;
import io.inkwash.metric.Score;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** What an evaluation can say, by name: a line each. */
final class Measures {
  private static final int SEARCHED = 64; // images of a search for neighbours

  private Measures() {}

  /** What can be said of a model. */
  static final Shelf<Measure> METRICS = new Shelf<>("metric");

  static {
    for (Metric metric : Metrics.all()) {
      METRICS.add(metric.name(), evaluation -> compare(metric, evaluation), metric.about());
    }
    METRICS
        .add("accuracy", Measures::accuracy, "conditional samples that a classifier recognises")
        .add(
            "memorisation",
            Measures::memorisation,
            "the distance to the nearest training image, beside that of unseen images")
        .add("nll", Measures::bits, "bits/dim of unseen images: the bound, and the flow's density");
  }

  private static List<Finding> compare(Metric metric, Evaluation evaluation) {
    List<Score> model = metric.measure(evaluation.real(), evaluation.samples(), evaluation.rng());
    List<Score> floor = metric.measure(evaluation.real(), evaluation.others(), evaluation.rng());
    return IntStream.range(0, model.size())
        .mapToObj(i -> Finding.of(model.get(i), floor.get(i)))
        .toList();
  }

  private static List<Finding> accuracy(Evaluation evaluation) {
    List<Integer> asked = evaluation.subject().drawing().classes();
    if (asked.isEmpty() || evaluation.extractor().classes() == 0) {
      throw new IllegalArgumentException(
          "it needs samples of known classes and features of a classifier; choose --class and"
              + " --features digits-lenet");
    }
    List<Picture> pictures = evaluation.pictures();
    RunningAccuracy running = new RunningAccuracy(evaluation.extractor().classes());
    int batch = evaluation.extractor().batch();
    for (int from = 0; from < pictures.size(); from += batch) {
      int end = Math.min(pictures.size(), from + batch);
      try (Scope scope = Scope.open()) {
        Tensor seen =
            evaluation
                .extractor()
                .activations(Pictures.tensor(pictures.subList(from, end)))
                .probabilities();
        if (seen != null) {
          running.add(
              seen, IntStream.range(from, end).map(k -> asked.get(k % asked.size())).toArray());
        }
      }
    }
    return List.of(
        new Finding(
            "accuracy",
            running.accuracy().value(),
            running.accuracy().standardError(),
            null,
            Score.Better.HIGHER,
            "of " + pictures.size() + " images"));
  }

  private static List<Finding> memorisation(Evaluation evaluation) {
    ImageSource training = evaluation.subject().real();
    ImageSource unseen = evaluation.subject().unseen();
    int searched = Math.min(SEARCHED, Math.min(evaluation.extent().samples(), unseen.count()));
    return List.of(
        new Finding(
            "nearest-training-image",
            distance(matrix(evaluation.pictures().subList(0, searched)), training),
            null,
            distance(Pixels.rows(unseen, IntStream.range(0, searched).toArray()), training),
            Score.Better.HIGHER,
            "difference a pixel, of %d images; far below the floor is learnt by heart"
                .formatted(searched)));
  }

  private static FeatureMatrix matrix(List<Picture> pictures) {
    try (Scope scope = Scope.open()) {
      return FeatureMatrix.of(Pictures.tensor(pictures).flatten(1, -1));
    }
  }

  private static double distance(FeatureMatrix images, ImageSource training) {
    double pixels = Math.sqrt(images.width());
    return NearestNeighbour.search(images, training).stream()
        .mapToDouble(found -> found.distance() / pixels)
        .average()
        .orElseThrow();
  }

  private static List<Finding> bits(Evaluation evaluation) {
    Bits bits = evaluation.bits();
    List<Finding> found = new ArrayList<>();
    if (bits.bounded()) {
      Likelihood bound =
          bits.bound(done -> evaluation.tell("bounding likelihoods", done, bits.count()));
      found.add(
          finding(
              "nll-bound",
              bound,
              "of %d unseen images: prior %.4f, steps %.4f, decoder %.4f"
                  .formatted(
                      bound.images(),
                      bound.total("prior"),
                      bound.total("step"),
                      bound.total("decoder"))));
    }
    Likelihood flow = bits.flow(done -> evaluation.tell("following flows", done, bits.count()));
    found.add(
        finding(
            "nll-flow",
            flow,
            "of %d unseen images, Hutchinson's estimate along one direction of signs"
                .formatted(flow.images())));
    return found;
  }

  private static Finding finding(String name, Likelihood likelihood, String note) {
    double error = likelihood.error();
    return new Finding(
        name,
        likelihood.bitsPerDim(),
        Double.isNaN(error) ? null : error,
        null,
        Score.Better.LOWER,
        note);
  }
}
