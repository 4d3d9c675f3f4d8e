package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifier-free guidance: goes beyond the conditional estimate, away from the unconditional one
 * (Ho and Salimans 2022, arXiv 2207.12598).
 *
 * @param conditional the model under its condition
 * @param unconditional the same model without a condition
 * @param weight 0 for the unconditional estimate, 1 for the conditional one, more to exaggerate.
 *     The paper's w is this less 1.
 * @param rescale how far the guided estimate is brought back to the conditional one's contrast, 0
 *     (not) to 1 (Lin et al. 2023, arXiv 2305.08891, section 3.4, here on x0): their phi
 * @param from the smallest time at which guidance acts; below, the estimate is the conditional one
 * @param to the largest time (Kynkaanniemi et al. 2024, arXiv 2404.07724)
 */
public record ClassifierFree(
    Denoiser conditional,
    Denoiser unconditional,
    double weight,
    double rescale,
    double from,
    double to)
    implements Denoiser {

  /** Checks the ranges. */
  public ClassifierFree {
    if (!(Double.isFinite(weight) && rescale >= 0 && rescale <= 1 && from <= to)) {
      throw new IllegalArgumentException(
          format("guidance of weight %s, rescale %s, times %s to %s;", weight, rescale, from, to)
              + " allowed: a finite weight, rescale 0 to 1, times in order");
    }
  }

  /** Guidance at all times, without rescaling. */
  public static ClassifierFree of(Denoiser conditional, Denoiser unconditional, double weight) {
    return new ClassifierFree(conditional, unconditional, weight, 0, 0, Double.POSITIVE_INFINITY);
  }

  /** The same numbers around other models. */
  public ClassifierFree around(Denoiser conditional, Denoiser unconditional) {
    return new ClassifierFree(conditional, unconditional, weight, rescale, from, to);
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    if (weight == 1 || t < from || t > to) {
      return conditional.denoise(x, t);
    }
    Both both = conditional.denoiseBoth(unconditional, x, t);
    Denoised main = both.own();
    Tensor other = both.other().x0();
    Tensor guided = Tensors.combine(weight, main.x0(), 1 - weight, other);
    if (rescale > 0) {
      Tensor contrast = deviation(main.x0()).div_(deviation(guided));
      guided.mul_(contrast.mul_(new Scalar(rescale)).add_(new Scalar(1 - rescale)));
    }
    return new Denoised(guided, main.variance(), other);
  }

  /** The standard deviation of each image's values, up to a factor that all share. */
  private static Tensor deviation(Tensor x0) {
    Tensor mean = x0.flatten(1, -1).mean(1).view(-1, 1, 1, 1);
    return Tensors.normPerImage(x0.sub(mean));
  }

  @Override
  public boolean learnedVariance() {
    return conditional.learnedVariance();
  }
}
