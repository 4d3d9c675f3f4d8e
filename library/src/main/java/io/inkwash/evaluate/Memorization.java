package io.inkwash.evaluate;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSource;
import io.inkwash.metric.NearestNeighbor;
import io.inkwash.metric.Score;
import io.inkwash.metric.feature.FeatureMatrix;
import io.inkwash.metric.feature.Pixels;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.torch.TensorScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether a model repeats its training images: the distance of samples to the nearest of them,
 * beside that of images that it was not trained on. The closest pairs are shown.
 */
record Memorization() implements EvaluationMetric {
  private static final String TASK = "searching neighbors";
  private static final int SHOWN = 32;
  private static final int COLUMNS = 4;
  private static final int WITHIN_PAIR = 1; // pixels between two pictures
  private static final int BETWEEN_PAIRS = 4;

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SAMPLES);
  }

  @Override
  public void check(Evaluation evaluation) {
    ReferenceSet reference = evaluation.reference();
    reference.requireForm(reference.images().known(), evaluation.subject().images());
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ReferenceSet reference = evaluation.reference();
    ImageSource training = reference.images().known();
    Optional<ImageSource> unseen = unseen(reference);
    int count = Math.min(SampleStatistics.FIRST, reference.extent().samples());
    List<Picture> samples = evaluation.first(count);
    evaluation.listener().at(TASK, 0, count);
    List<NearestNeighbor> nearest = NearestNeighbor.search(matrix(samples), training);
    evaluation.listener().at(TASK, count, count);
    return new Findings(
        List.of(
            new Finding(
                "nearest-training-image",
                mean(nearest, training),
                null,
                unseen.map(images -> floor(reference, images)).orElse(null),
                Score.Better.HIGHER,
                note(reference, count))),
        List.of(pairs(samples, nearest, training)));
  }

  private static String note(ReferenceSet reference, int count) {
    String what = format("difference a pixel, of %d images; ", count);
    return unseen(reference).isPresent()
        ? what + "far below the floor is memorized"
        : what + "without a floor: it needs " + reference.noneUnseen();
  }

  /** Unseen images that are not those searched. */
  private static Optional<ImageSource> unseen(ReferenceSet reference) {
    String searched = reference.images().known().contentHash();
    return reference.images().unseen().filter(images -> !images.contentHash().equals(searched));
  }

  /** What unseen images score. */
  private static double floor(ReferenceSet reference, ImageSource unseen) {
    ImageSource training = reference.images().known();
    return reference
        .floor(
            "memorization",
            () -> {
              int count = Math.min(SampleStatistics.FIRST, unseen.count());
              FeatureMatrix rows = Pixels.rows(unseen, IntStream.range(0, count).toArray());
              return List.of(mean(NearestNeighbor.search(rows, training), training));
            })
        .get(0);
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
        format(
            "Samples, each with the training image nearest to it on its right: the %d closest of"
                + " %d pairs, the closest first.",
            pairs.size(), samples.size()),
        ImageIo.grid(pairs, COLUMNS, BETWEEN_PAIRS));
  }
}
