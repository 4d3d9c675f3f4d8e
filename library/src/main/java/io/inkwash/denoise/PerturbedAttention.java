package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.AttentionMaps;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Perturbed-attention guidance: goes beyond the estimate, away from that of the same network with
 * the identity for its self-attention maps, whose pictures lose their structure (Ahn et al. 2024,
 * arXiv 2403.17377, equation 16). It needs no class and no second model.
 *
 * @param guided the estimate that is moved: the model's, or that of a guidance around it
 * @param model the model, whose network has self-attention
 * @param scale 0 for none, 3 in the paper's experiments
 * @param mostPositions height times width up to which layers are perturbed; infinite for all
 */
public record PerturbedAttention(
    Denoiser guided, Denoiser model, double scale, double mostPositions) implements Denoiser {

  /** Checks the ranges. */
  public PerturbedAttention {
    if (!(Double.isFinite(scale) && mostPositions >= 1)) {
      throw new IllegalArgumentException(
          format(
              "perturbed attention of scale %s in layers of up to %s positions; allowed: a finite"
                  + " scale, 1 position or more",
              scale, mostPositions));
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if no layer of the network was perturbed
   */
  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised main = guided.denoise(x, t);
    Tensor whole = guided == model ? main.x0() : model.denoise(x, t).x0();
    try (AttentionMaps maps = AttentionMaps.identity(mostPositions)) {
      Tensor perturbed = model.denoise(x, t).x0();
      if (maps.layers() == 0) {
        throw new IllegalArgumentException(
            format(
                "perturbed attention of a network without self-attention in layers of up to %s"
                    + " positions; use classifier-free or autoguidance",
                mostPositions));
      }
      return main.withX0(main.x0().add(whole.sub(perturbed), new Scalar(scale)));
    }
  }

  @Override
  public boolean learnedVariance() {
    return guided.learnedVariance();
  }
}
