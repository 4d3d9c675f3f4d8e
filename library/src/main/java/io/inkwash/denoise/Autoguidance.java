package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Guidance by a worse version of the same model, smaller or less trained: goes beyond the good
 * estimate, away from the bad one (Karras et al. 2024, arXiv 2406.02507, equation 4).
 *
 * @param main the good model
 * @param weak the bad one, with the same conditioning
 * @param weight 1 for the good estimate alone, more to exaggerate
 */
public record Autoguidance(Denoiser main, Denoiser weak, double weight) implements Denoiser {

  /** Checks the weight. */
  public Autoguidance {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "autoguidance of weight " + weight + "; allowed: a finite weight, such as 2");
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised good = main.denoise(x, t);
    if (weight == 1) {
      return good;
    }
    Tensor bad = weak.denoise(x, t).x0();
    return new Denoised(Tensors.combine(weight, good.x0(), 1 - weight, bad), good.variance());
  }

  @Override
  public boolean learnedVariance() {
    return main.learnedVariance();
  }
}
