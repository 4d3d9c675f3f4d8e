package io.inkwash.restore;

import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.restore.degradation.SpectralOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * What is known of images: {@code y = A x0 + sigma n} with standard normal n.
 *
 * @param operator A
 * @param y [N,...] one measurement an image, or a single one for all
 * @param sigma the noise in it: a standard deviation in pixel units, 0 for none
 */
public record Measurement(LinearOperator operator, Tensor y, double sigma) {

  /** Checks the noise. */
  public Measurement {
    if (!(sigma >= 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException(
          "noise of a measurement is " + sigma + "; allowed: 0 or more, in pixel units");
    }
  }

  /**
   * The operator with its singular value decomposition.
   *
   * @param method what needs it, for the message
   * @throws IllegalArgumentException if it has none
   */
  SpectralOperator spectral(String method) {
    return operator
        .spectral()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    method
                        + " needs the operator's singular values, which this one does not have;"
                        + " use pigdm, dps or ddnm"));
  }

  /** A measurement without noise. */
  public static Measurement exact(LinearOperator operator, Tensor y) {
    return new Measurement(operator, y, 0);
  }

  /** How far images are from agreeing with it, {@code y - A x}. */
  Tensor missing(Tensor x) {
    return like(x).sub(operator.apply(x));
  }

  /** y in the type of the images. */
  Tensor like(Tensor x) {
    return y.to(x.scalar_type());
  }
}
