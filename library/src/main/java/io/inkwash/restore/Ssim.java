package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Structural similarity, 1 where nothing differs (Wang, Bovik, Sheikh and Simoncelli 2004): an 11 x
 * 11 Gaussian window of standard deviation 1.5, K1 = 0.01, K2 = 0.03, averaged over all positions
 * where the window fits and over channels.
 *
 * @param range the largest pixel value less the smallest: 2 for [-1, 1]
 */
public record Ssim(double range) implements Quality {
  private static final int WINDOW = 11;
  private static final double DEVIATION = 1.5;

  /** Checks the range. */
  public Ssim {
    if (!(range > 0)) {
      throw new IllegalArgumentException("range of pixels is " + range + "; allowed: above 0");
    }
  }

  /**
   * See {@link Quality#of}.
   *
   * @throws IllegalArgumentException if a side is less than 11 pixels
   */
  @Override
  public double[] of(Tensor truth, Tensor image) {
    if (truth.size(2) < WINDOW || truth.size(3) < WINDOW) {
      throw new IllegalArgumentException(
          format(
              "SSIM of images of %d x %d; allowed: sides of %d or more",
              truth.size(2), truth.size(3), WINDOW));
    }
    try (TensorScope scope = TensorScope.open()) {
      Tensor a = truth.to(ScalarType.Double);
      Tensor b = image.to(ScalarType.Double);
      Tensor meanA = mean(a);
      Tensor meanB = mean(b);
      Tensor product = meanA.mul(meanB);
      Tensor squares = meanA.square().add_(meanB.square());
      Tensor covariance = mean(a.mul(b)).sub_(product);
      Tensor variances = mean(a.square().add_(b.square())).sub_(squares);
      Scalar c1 = new Scalar(0.01 * 0.01 * range * range);
      Scalar c2 = new Scalar(0.03 * 0.03 * range * range);
      Tensor above = twice(product).add_(c1).mul_(twice(covariance).add_(c2));
      Tensor below = squares.add(c1).mul_(variances.add(c2));
      return Tensors.toDoubles(above.div_(below).flatten(1, -1).mean(1));
    }
  }

  private static Tensor twice(Tensor x) {
    return x.mul(new Scalar(2.0));
  }

  /** The weighted mean in the window at each position where it fits. */
  private static Tensor mean(Tensor x) {
    return window((int) x.size(2)).matmul(x).matmul(window((int) x.size(3)).t());
  }

  /** The Gaussian window at each position on a line where it fits, as a matrix. */
  private static Tensor window(int length) {
    int positions = length - WINDOW + 1;
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double distance = (k - WINDOW / 2) / DEVIATION;
      weights[k] = Math.exp(-0.5 * distance * distance);
      sum += weights[k];
    }
    double[] matrix = new double[positions * length];
    for (int i = 0; i < positions; i++) {
      for (int k = 0; k < WINDOW; k++) {
        matrix[i * length + i + k] = weights[k] / sum;
      }
    }
    return Tensors.of(matrix, positions, length);
  }
}
