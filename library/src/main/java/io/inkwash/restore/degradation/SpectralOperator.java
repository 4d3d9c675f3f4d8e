package io.inkwash.restore.degradation;

import io.inkwash.torch.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear operator that is known by its singular value decomposition {@code A = U S V^T}.
 *
 * <p>V has one vector for each number of an image, so that {@code V^T x} is again shaped like an
 * image. U's coordinates stand where their partners of V do, with zeros where nothing is measured.
 * All else follows from the four transforms and the singular values.
 */
public interface SpectralOperator extends LinearOperator {

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

  @Override
  default Optional<SpectralOperator> spectral() {
    return Optional.of(this);
  }

  @Override
  default Tensor apply(Tensor x) {
    Tensor z = spectrum(x);
    return fromMeasuredSpectrum(z.mul(values(z)));
  }

  @Override
  default Tensor adjoint(Tensor y) {
    Tensor z = measuredSpectrum(y);
    return fromSpectrum(z.mul(values(z)));
  }

  /** {@code V S^+ U^T y}, exact up to rounding. */
  @Override
  default Tensor pseudoInverse(Tensor y) {
    Tensor z = measuredSpectrum(y);
    double[] inverse = singularValues(z.size(1), z.size(2), z.size(3));
    for (int i = 0; i < inverse.length; i++) {
      inverse[i] = inverse[i] > 0 ? 1 / inverse[i] : 0;
    }
    return fromSpectrum(z.mul(perValue(inverse, z)));
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
