package io.inkwash.evaluate;

import io.inkwash.metric.Score;
import java.util.Set;

/**
 * The Frechet distance between unseen images and what comes back of their latents: the rFID of
 * autoencoders (Rombach et al. 2022, table 8).
 */
record ReconstructionFid() implements EvaluationMetric {

  @Override
  public Set<Need> needs() {
    return Set.of(Need.RECONSTRUCTIONS, Need.UNSEEN_IMAGES, Need.REFERENCE);
  }

  @Override
  public Findings of(Evaluation evaluation) {
    Reconstructions made = evaluation.reconstructions();
    return Findings.of(
        new Finding(
            "rfid",
            made.frechetDistance(),
            null,
            null,
            Score.Better.LOWER,
            "of " + made.count() + " unseen images"));
  }
}
