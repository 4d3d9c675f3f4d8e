package io.inkwash.evaluate;

import io.inkwash.metric.MeanAndDeviation;
import io.inkwash.metric.Score;
import java.util.Set;
import java.util.function.Function;

/**
 * How near the images that come back of a model's latents are to the originals.
 *
 * @param name of the number
 * @param values of the images
 */
record ReconstructionQuality(String name, Function<Reconstructions, MeanAndDeviation> values)
    implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    return Set.of(Need.RECONSTRUCTIONS, Need.UNSEEN_IMAGES);
  }

  @Override
  public Findings of(Evaluation evaluation) {
    Reconstructions made = evaluation.reconstructions();
    MeanAndDeviation found = values.apply(made);
    return Findings.of(
        new Finding(
            name,
            found.mean(),
            found.deviation() / Math.sqrt(made.count()),
            null,
            Score.Better.HIGHER,
            "of " + made.count() + " unseen images"));
  }
}
