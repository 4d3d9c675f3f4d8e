package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * CFG-Zero*: classifier-free guidance of the velocity, in which the unconditional velocity is first
 * scaled so that it is as near to the conditional one as it can be (Fan et al. 2025, arXiv
 * 2503.18886, algorithm 1). With {@code s = <v_c, v_u> / |v_u|^2} for each image, the velocity is
 * {@code s v_u + weight (v_c - s v_u)}.
 *
 * @param conditional the model under its condition
 * @param unconditional the same model without a condition
 * @param path the process, from which the velocity follows
 * @param weight 1 for the conditional velocity alone, more to exaggerate
 * @param zeroFrom the time from which on the velocity is zero, so that the first steps leave the
 *     noise as it is: the paper's zero-init, 0.96 on a flow; infinite for none
 */
public record ClassifierFreeZeroStar(
    Denoiser conditional, Denoiser unconditional, GaussianPath path, double weight, double zeroFrom)
    implements Denoiser {

  /** Checks the ranges. */
  public ClassifierFreeZeroStar {
    if (!(Double.isFinite(weight) && zeroFrom > 0)) {
      throw new IllegalArgumentException(
          format("CFG-Zero* of weight %s, zero from time %s;", weight, zeroFrom)
              + " allowed: a finite weight, a positive time");
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    // dx/dt = perX x + perX0 x0
    double perX = path.sigmaDot(t) / path.sigma(t);
    double perX0 = path.alphaDot(t) - perX * path.alpha(t);
    if (t >= zeroFrom) {
      return new Denoised(x.mul(new Scalar(-perX / perX0)), conditional.denoise(x, t).variance());
    }
    if (weight == 1) {
      return conditional.denoise(x, t);
    }
    Both both = conditional.denoiseBoth(unconditional, x, t);
    Denoised main = both.own();
    Tensor v = Tensors.combine(perX, x, perX0, main.x0());
    Tensor other = Tensors.combine(perX, x, perX0, both.other().x0());
    Tensor scaled = AdaptiveProjected.parallel(v, other);
    Tensor guided = Tensors.combine(weight, v, 1 - weight, scaled);
    return new Denoised(Tensors.combine(1 / perX0, guided, -perX / perX0, x), main.variance());
  }

  @Override
  public boolean learnedVariance() {
    return conditional.learnedVariance();
  }
}
