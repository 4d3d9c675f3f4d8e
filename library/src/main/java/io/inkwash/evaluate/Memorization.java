package io.inkwash.evaluate;

import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.metric.FeatureMatrix;
import io.inkwash.metric.NearestNeighbor;
import io.inkwash.metric.Pixels;
import io.inkwash.metric.Score;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.torch.TensorScope;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a model repeats its training images: how far samples are from the nearest of them, beside
 * how far images are that it never saw. The pairs that are closest are shown.
 */
record Memorization() implements EvaluationMetric {
  private static final int SHOWN = 32;
  private static final int COLUMNS = 4;
  private static final int WITHIN_PAIR = 1; // pixels between two pictures
  private static final int BETWEEN_PAIRS = 4;

  @Override
  public void check(Evaluation evaluation) {
    ImageSpec form = evaluation.subject().model().recipe().data();
    ImageSource training = evaluation.yardstick().images().known();
    if (training.shape().size() != form.channels() * form.height() * form.width()) {
      throw new IllegalArgumentException(
          "%s has images of %s, the model is of %dx%d with %d channels; both must be alike"
              .formatted(
                  training.name(), training.shape(), form.width(), form.height(), form.channels()));
    }
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet yardstick = evaluation.yardstick();
    ImageSource training = yardstick.images().known();
    ImageSource unseen = yardstick.images().unseen();
    int count = Math.min(Samples.FIRST, Math.min(yardstick.extent().samples(), unseen.count()));
    List<Picture> samples = evaluation.first(count);
    evaluation.tell("searching neighbors", 0, count);
    List<NearestNeighbor> nearest = NearestNeighbor.search(matrix(samples), training);
    evaluation.tell("searching neighbors", count, count);
    double floor =
        yardstick
            .floor(
                "memorization",
                () -> {
                  int[] first = IntStream.range(0, count).toArray();
                  FeatureMatrix rows = Pixels.rows(unseen, first);
                  return List.of(mean(NearestNeighbor.search(rows, training), training));
                })
            .get(0);
    return new Findings(
        List.of(
            new Finding(
                "nearest-training-image",
                mean(nearest, training),
                null,
                floor,
                Score.Better.HIGHER,
                "difference a pixel, of %d images; far below the floor is learned by heart"
                    .formatted(count))),
        List.of(pairs(samples, nearest, training)));
  }

  private static FeatureMatrix matrix(List<Picture> pictures) {
    try (TensorScope scope = TensorScope.open()) {
      return FeatureMatrix.of(Pictures.tensor(pictures).flatten(1, -1));
    }
  }

  /** The typical difference of a pixel, in [0, 1]. */
  private static double mean(List<NearestNeighbor> found, ImageSource training) {
    double scale = Math.sqrt(training.shape().size());
    return found.stream().mapToDouble(NearestNeighbor::distance).average().orElseThrow() / scale;
  }

  private static Figure pairs(
      List<Picture> samples, List<NearestNeighbor> nearest, ImageSource training) {
    List<Picture> pairs =
        IntStream.range(0, samples.size())
            .boxed()
            .sorted(Comparator.comparingDouble(k -> nearest.get(k).distance()))
            .limit(SHOWN)
            .map(
                k ->
                    ImageIo.strip(
                        List.of(samples.get(k), Pictures.of(training, nearest.get(k).index())),
                        WITHIN_PAIR))
            .toList();
    return new Figure(
        "nearest-training-images",
        "Samples, each with the training image nearest to it on its right: the %d closest of %d"
                .formatted(pairs.size(), samples.size())
            + " pairs, the closest first.",
        ImageIo.grid(pairs, COLUMNS, BETWEEN_PAIRS));
  }
}
