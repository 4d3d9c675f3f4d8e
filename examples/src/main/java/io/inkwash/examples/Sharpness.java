package io.inkwash.examples;

import io.inkwash.data.ImageSource;
import io.inkwash.evaluate.Evaluation;
import io.inkwash.evaluate.EvaluationMetric;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.Findings;
import io.inkwash.evaluate.Need;
import io.inkwash.metric.Score;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How sharp the first samples are: the mean absolute difference between a pixel and its right
 * neighbor, where black is 0 and white is 1. Blurred images score below real ones, noisy ones
 * above.
 */
public record Sharpness() implements EvaluationMetric {
  private static final int IMAGES = 64;

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SAMPLES);
  }

  @Override
  public Findings of(Evaluation evaluation) {
    List<Picture> samples = evaluation.first(IMAGES);
    ImageSource known = evaluation.reference().images().known();
    List<Picture> real =
        IntStream.range(0, Math.min(IMAGES, known.count()))
            .mapToObj(k -> Pictures.of(known, k))
            .toList();
    return Findings.of(
        new Finding(
            "sharpness",
            mean(samples),
            null,
            mean(real),
            Score.Better.HIGHER,
            "of " + samples.size() + " samples; real images are the goal"));
  }

  /** Over all images. */
  static double mean(List<Picture> pictures) {
    return pictures.stream().mapToDouble(Sharpness::of).average().orElseThrow();
  }

  private static double of(Picture picture) {
    int width = picture.width();
    byte[] pixels = picture.pixels();
    double sum = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (i % width > 0) {
        sum += Math.abs((pixels[i] & 0xff) - (pixels[i - 1] & 0xff)) / 255.0;
      }
    }
    int rows = pixels.length / width; // of all channels
    return sum / ((double) rows * (width - 1));
  }
}
