package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adaptive projected guidance: of the difference between the conditional and the unconditional
 * estimate, the part along the conditional one, which saturates images, counts less, and its norm
 * is bounded; it may be summed over the steps first (Sadat et al. 2024, arXiv 2410.02416, section
 * 4, algorithm 1). With momentum, one such denoiser serves one run.
 *
 * @param conditional the model under its condition
 * @param unconditional the same model without a condition
 * @param weight 1 for the conditional estimate alone, more to exaggerate
 * @param eta how much of the parallel part is kept: 0 as published, 1 for {@link ClassifierFree}
 * @param radius the largest norm of the difference, positive: 15 for latent images in diffusers;
 *     infinite for no bound
 * @param momentum of the differences over the evaluations
 */
public record AdaptiveProjected(
    Denoiser conditional,
    Denoiser unconditional,
    double weight,
    double eta,
    double radius,
    Momentum momentum)
    implements Denoiser {

  /** Checks the ranges. */
  public AdaptiveProjected {
    if (!(Double.isFinite(weight) && Double.isFinite(eta) && radius > 0)) {
      throw new IllegalArgumentException(
          format("projected guidance of weight %s, eta %s, radius %s;", weight, eta, radius)
              + " allowed: a finite weight and eta, a positive radius");
    }
  }

  /** The same numbers around other models, for a run of its own. */
  public AdaptiveProjected around(
      Denoiser otherConditional, Denoiser otherUnconditional, Momentum own) {
    return new AdaptiveProjected(otherConditional, otherUnconditional, weight, eta, radius, own);
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    if (weight == 1) {
      return conditional.denoise(x, t);
    }
    Both both = conditional.denoiseBoth(unconditional, x, t);
    Denoised main = both.own();
    Tensor other = both.other().x0();
    Tensor difference = momentum.with(main.x0().sub(other));
    if (radius < Double.POSITIVE_INFINITY) {
      Tensor norm = Tensors.normPerImage(difference);
      difference.mul_(norm.reciprocal().mul_(new Scalar(radius)).clamp_max_(new Scalar(1.0)));
    }
    Tensor parallel = parallel(difference, main.x0());
    Tensor update = difference.add_(parallel, new Scalar(eta - 1));
    Tensor guided = main.x0().add(update, new Scalar(weight - 1));
    return new Denoised(guided, main.variance(), other);
  }

  /** The part of each image's vector along another. */
  static Tensor parallel(Tensor vector, Tensor along) {
    Tensor product = torch.sum(vector.mul(along).flatten(1, -1), 1).view(-1, 1, 1, 1);
    Tensor square = torch.sum(along.square().flatten(1, -1), 1).view(-1, 1, 1, 1);
    return along.mul(product.div_(square.clamp_min_(new Scalar(Double.MIN_NORMAL))));
  }

  @Override
  public boolean learnedVariance() {
    return conditional.learnedVariance();
  }
}
