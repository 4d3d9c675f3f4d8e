package io.inkwash.objective;

import io.inkwash.denoise.PixelBins;
import io.inkwash.prediction.Target;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The range that a model's estimates of the clean image are limited to, in training as in drawing:
 * the model is then the network with its estimates moved to the nearest pixel value.
 *
 * <p>Where most pixels are black or white, that is a great help: to state exactly black a network
 * without limits has to output the noise itself, ever more exactly the less of it there is; with
 * limits any estimate darker than black is black. Gradients pass as if there were no limits, so
 * that an estimate on the wrong side is corrected (a straight-through estimator, Bengio et al.
 * 2013, arXiv 1308.3432).
 *
 * @param low the least value, or negative infinity
 * @param high the greatest value, or infinity
 */
public record EstimateLimits(double low, double high) {
  /** No limits. */
  public static final EstimateLimits NONE =
      new EstimateLimits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The range of pixels. */
  public static EstimateLimits of(PixelBins bins) {
    return new EstimateLimits(bins.low(), bins.high());
  }

  /** Whether there are any. */
  public boolean any() {
    return !equals(NONE);
  }

  /** Estimates within the limits, with the gradient of those without. */
  Tensor estimate(Tensor estimate) {
    return any() ? estimate.add(excess(estimate)) : estimate;
  }

  /**
   * The network's output at some noisy images, moved to where its estimate is within the limits.
   */
  Tensor output(Diffused batch, Target target, Tensor output) {
    if (!any()) {
      return output;
    }
    Tensor shift = excess(batch.estimate(target, output));
    return output.add(
        shift.mul(
            batch.column(
                t -> {
                  double slope = target.toX0(batch.path(), t).yCoefficient();
                  return slope == 0 ? 0 : 1 / slope; // at 0 the estimate is the noisy image
                })));
  }

  /** What leads from an estimate to the nearest within the limits, without gradient. */
  private Tensor excess(Tensor estimate) {
    return Tensors.clamp(estimate, low, high).sub(estimate).detach();
  }
}
