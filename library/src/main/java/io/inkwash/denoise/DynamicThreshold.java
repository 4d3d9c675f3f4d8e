package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser whose estimate is shrunk into the range of the data where too many of an image's
 * pixels leave it ("dynamic thresholding", Saharia et al. 2022, arXiv 2205.11487, section 2.3).
 * Each image has a threshold of its own.
 *
 * @param inner the denoiser
 * @param percentile which share of an image's pixels stays below its threshold, 0 to 1: 0.995 as
 *     published
 * @param cap the largest threshold, in half-widths of the range, at least 1: {@code
 *     sample_max_value} of diffusers; infinite as published
 * @param low the least pixel value
 * @param high the greatest pixel value
 */
public record DynamicThreshold(
    Denoiser inner, double percentile, double cap, double low, double high)
    implements WrappedDenoiser {

  /** Checks the ranges. */
  public DynamicThreshold {
    if (!(percentile >= 0 && percentile <= 1 && cap >= 1 && low < high)) {
      throw new IllegalArgumentException(
          format("percentile %s, cap %s of pixels from %s to %s;", percentile, cap, low, high)
              + " allowed: 0 to 1, a cap of 1 or more, and a range that rises");
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    return estimate.withX0(limited(estimate.x0()));
  }

  @Override
  public Tensor denoiseEach(Tensor x, double[] t) {
    return limited(inner.denoiseEach(x, t));
  }

  private Tensor limited(Tensor x0) {
    double middle = 0.5 * (low + high);
    double reach = 0.5 * (high - low);
    Tensor centerd = x0.sub(new Scalar(middle)).div_(new Scalar(reach)); // data in [-1, 1]
    Tensor threshold =
        Tensors.quantilePerImage(centerd.abs(), percentile)
            .clamp_min(new Scalar(1.0))
            .clamp_max_(new Scalar(cap));
    Tensor clamped = centerd.minimum(threshold).maximum(threshold.neg()).div_(threshold);
    return clamped.mul_(new Scalar(reach)).add_(new Scalar(middle));
  }
}
