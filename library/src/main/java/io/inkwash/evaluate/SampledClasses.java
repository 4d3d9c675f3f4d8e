package io.inkwash.evaluate;

import io.inkwash.metric.ClassHistogram;
import io.inkwash.metric.Score;
import java.util.Arrays;
import java.util.Set;

/**
 * Which classes a classifier finds among the samples: what shows a generator that draws few of
 * them. The shares are compared with those of the classes requested; where none are, with equal
 * shares. The floors are those of a perfect model and a perfect classifier at this count.
 */
record SampledClasses() implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    return Set.of(Need.SAMPLES, Need.CLASSIFIER);
  }

  @Override
  public Findings of(Evaluation evaluation) {
    ClassHistogram seen = evaluation.samples().classes();
    ClassHistogram wanted = wanted(evaluation, seen.classes());
    return Findings.of(
        new Finding(
            "class-distance",
            seen.totalVariation(wanted),
            null,
            wanted.expectedTotalVariation(seen.count()),
            Score.Better.LOWER,
            "total variation from "
                + (evaluation.subject().classes().isEmpty() ? "equal" : "the requested")
                + " shares; classes seen: "
                + seen.words()),
        new Finding(
            "class-entropy",
            seen.entropy(),
            null,
            wanted.entropy(),
            Score.Better.HIGHER,
            "bits, of the classes seen"),
        new Finding(
            "classes-present",
            seen.present(),
            null,
            (double) wanted.present(),
            Score.Better.HIGHER,
            "classes seen at least once"));
  }

  private static ClassHistogram wanted(Evaluation evaluation, int classes) {
    long[] counts = new long[classes];
    if (evaluation.subject().classes().isEmpty()) {
      Arrays.fill(counts, 1);
    } else {
      for (int one : evaluation.subject().requested(0, evaluation.reference().extent().samples())) {
        counts[one]++;
      }
    }
    return new ClassHistogram(counts);
  }
}
