package io.inkwash.restore;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Peak signal-to-noise ratio, {@code 10 log10(range^2 / mean squared error)}, in decibels; infinite
 * where nothing differs.
 *
 * @param range the largest pixel value less the smallest: 2 for [-1, 1]
 */
public record Psnr(double range) implements Quality {

  /** Checks the range. */
  public Psnr {
    if (!(range > 0)) {
      throw new IllegalArgumentException("range of pixels is " + range + "; allowed: above 0");
    }
  }

  @Override
  public double[] of(Tensor truth, Tensor image) {
    try (TensorScope scope = TensorScope.open()) {
      double[] values = Tensors.toDoubles(image.sub(truth).square_().flatten(1, -1).mean(1));
      for (int k = 0; k < values.length; k++) {
        values[k] = 10 * Math.log10(range * range / values[k]);
      }
      return values;
    }
  }
}
