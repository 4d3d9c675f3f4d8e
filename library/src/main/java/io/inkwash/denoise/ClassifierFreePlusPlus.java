package io.inkwash.denoise;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The guidance of CFG++: an interpolation between the unconditional and the conditional estimate,
 * whose solvers go on along the unconditional noise (Chung et al. 2024, arXiv 2406.08070, algorithm
 * 2). Both models are evaluated at every weight, since those solvers need both.
 *
 * @param conditional the model under its condition
 * @param unconditional the same model without a condition
 * @param weight the paper's lambda: 0 for the unconditional estimate, 1 for the conditional one
 */
public record ClassifierFreePlusPlus(Denoiser conditional, Denoiser unconditional, double weight)
    implements Denoiser {

  /** Checks the weight. */
  public ClassifierFreePlusPlus {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "CFG++ of weight " + weight + "; allowed: a finite weight, such as 0.6");
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Both both = conditional.denoiseBoth(unconditional, x, t);
    Denoised main = both.own();
    Tensor other = both.other().x0();
    Tensor guided = Tensors.combine(weight, main.x0(), 1 - weight, other);
    return new Denoised(guided, main.variance(), other);
  }

  @Override
  public boolean learnedVariance() {
    return conditional.learnedVariance();
  }
}
