package io.inkwash.restore.degradation;

import io.inkwash.torch.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What happens to an image, where that is linear: {@code y = A x}. The matrix A is never needed,
 * only what it and its transpose do.
 *
 * <p>Images are [N,C,H,W], measurements [N,C',H',W'], both float32 or float64; results have the
 * argument's type. Neither method has to be differentiable.
 */
public interface LinearOperator {

  /** The shape of the measurement of images of a shape [N,C,H,W]. */
  long[] measured(long... image);

  /** {@code A x}. */
  Tensor apply(Tensor x);

  /** {@code A^T y}: {@code <A x, y> = <x, A^T y>} for all x and y. */
  Tensor adjoint(Tensor y);

  /** This operator with its singular value decomposition, if it has one. */
  default Optional<SpectralOperator> spectral() {
    return Optional.empty();
  }

  /**
   * {@code A^+ y}: of all images that come closest to the measurement, the smallest. Without a
   * decomposition, conjugate gradients find it as well as {@link ConjugateGradients#standard} does.
   */
  default Tensor pseudoInverse(Tensor y) {
    return ConjugateGradients.standard().leastSquares(this, y);
  }

  /**
   * What is known of latents where this is known of pixels; empty where what was measured says
   * nothing of single latents.
   *
   * @param factor pixels that a latent stands for, in each direction
   * @throws IllegalArgumentException if no latent is known
   */
  default Optional<LinearOperator> ofLatents(int factor) {
    return Optional.empty();
  }

  /** How far images are from their measurements, {@code |A x - y|}, shaped [N,1,1,1]. */
  default Tensor residual(Tensor x, Tensor y) {
    return Tensors.normPerImage(apply(x).sub(y));
  }

  /**
   * A measurement as it is shown to people.
   *
   * @param y [N,C',H',W']
   * @param unknown the value to show where nothing was measured
   */
  default Tensor shown(Tensor y, double unknown) {
    return y;
  }
}
