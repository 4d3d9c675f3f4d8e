package io.inkwash.restore;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * What a camera does to an image, where that is linear: {@code y = A x}, known by its singular
 * value decomposition {@code A = U S V^T}.
 *
 * <p>V has one vector for each number of an image, so that {@code V^T x} is again shaped like an
 * image. U's numbers are put where their partners of V are, with zeros where nothing is measured.
 * All that a restoration asks of an operator follows from the five methods without a body.
 *
 * <p>Images are [N,C,H,W], of float32 or float64; results have the argument's type.
 */
public interface LinearOperator {

  /** The shape of the measurement of images of a shape [N,C,H,W]. */
  long[] measured(long... image);

  /**
   * The singular values of one image, C H W of them in row-major order, where {@link #spectrum} has
   * their coordinates. 0 where the measurement tells nothing.
   */
  double[] singularValues(long channels, long height, long width);

  /** {@code V^T x}: the coordinates in which the operator only stretches, [N,C,H,W]. */
  Tensor spectrum(Tensor x);

  /** {@code V z}: the image of such coordinates. */
  Tensor fromSpectrum(Tensor z);

  /** {@code U^T y}: a measurement's coordinates, placed as those of images are, [N,C,H,W]. */
  Tensor measuredSpectrum(Tensor y);

  /** {@code U z}: the measurement of such coordinates. */
  Tensor fromMeasuredSpectrum(Tensor z);

  /** {@code A x}. */
  default Tensor apply(Tensor x) {
    Tensor z = spectrum(x);
    return fromMeasuredSpectrum(z.mul(values(z)));
  }

  /** {@code A^T y}: {@code <A x, y> = <x, A^T y>}. */
  default Tensor adjoint(Tensor y) {
    Tensor z = measuredSpectrum(y);
    return fromSpectrum(z.mul(values(z)));
  }

  /** {@code A^+ y}: of all images that come closest to the measurement, the smallest. */
  default Tensor pseudoInverse(Tensor y) {
    Tensor z = measuredSpectrum(y);
    double[] inverse = singularValues(z.size(1), z.size(2), z.size(3));
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = inverse[i] > 0 ? 1 / inverse[i] : 0;
    }
    return fromSpectrum(z.mul(perValue(inverse, z)));
  }

  /** How far images are from their measurements, {@code |A x - y|}, shaped [N,1,1,1]. */
  default Tensor residual(Tensor x, Tensor y) {
    return Tensors.normPerImage(apply(x).sub(y));
  }

  private Tensor values(Tensor z) {
    return perValue(singularValues(z.size(1), z.size(2), z.size(3)), z);
  }

  /** Numbers of one image, C H W of them, to multiply a batch by. */
  static Tensor perValue(double[] numbers, Tensor batch) {
    return Tensors.of(numbers, 1, batch.size(1), batch.size(2), batch.size(3))
        .to(batch.scalar_type());
  }
}
