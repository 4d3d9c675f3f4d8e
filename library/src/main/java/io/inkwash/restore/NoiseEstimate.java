package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Estimates of the white noise in an image from the image alone. */
public enum NoiseEstimate {
  /**
   * The mean size of what second differences along both axes leave (Immerkaer 1996, "Fast noise
   * variance estimation"). Edges count as noise, so busy images come out too noisy.
   */
  IMMERKAER {
    @Override
    Tensor perImage(Tensor images) {
      Tensor rows = secondDifference(images, 2);
      Tensor both = secondDifference(rows, 3);
      // The nine weights 1, -2, 1, -2, 4, ... have norm 6; E|n| = sigma sqrt(2 / pi).
      return both.abs().flatten(1, -1).mean(1).mul(new Scalar(Math.sqrt(Math.PI / 2) / 6));
    }
  },
  /**
   * The median size of the diagonal detail of 2 x 2 pixels (Donoho and Johnstone 1994, "Ideal
   * spatial adaptation by wavelet shrinkage", with the Haar wavelet). Edges hardly count.
   */
  DONOHO {
    @Override
    Tensor perImage(Tensor images) {
      Tensor rows = halfDifference(images, 2);
      Tensor diagonal = halfDifference(rows, 3);
      return Tensors.quantilePerImage(diagonal.abs(), 0.5)
          .flatten(0, -1)
          .div(new Scalar(2 * NORMAL_MEDIAN));
    }
  };

  /** The median of |n| for standard normal n. */
  private static final double NORMAL_MEDIAN = 0.6744897501960817;

  abstract Tensor perImage(Tensor images);

  /**
   * The standard deviation of each image's noise, in pixel units.
   *
   * @param images [N,C,H,W], sides of 3 or more
   */
  public double[] of(Tensor images) {
    if (images.size(2) < 3 || images.size(3) < 3) {
      throw new IllegalArgumentException(
          format(
              "noise of images of %d x %d; allowed: sides of 3 or more",
              images.size(2), images.size(3)));
    }
    try (TensorScope scope = TensorScope.open()) {
      return Tensors.toDoubles(perImage(images));
    }
  }

  /** {@code x[k - 1] - 2 x[k] + x[k + 1]} along an axis. */
  private static Tensor secondDifference(Tensor x, long axis) {
    long inner = x.size(axis) - 2;
    return x.narrow(axis, 0, inner)
        .sub(x.narrow(axis, 1, inner), new Scalar(2.0))
        .add_(x.narrow(axis, 2, inner));
  }

  /** {@code x[2k] - x[2k + 1]} along an axis; an odd one out is left out. */
  private static Tensor halfDifference(Tensor x, long axis) {
    long pairs = x.size(axis) / 2;
    long next = axis + 1;
    Tensor paired = x.narrow(axis, 0, 2 * pairs).unflatten(axis, pairs, 2);
    return paired.select(next, 0).sub(paired.select(next, 1));
  }
}
