package io.inkwash.restore.degradation;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Conjugate gradients (Hestenes and Stiefel 1952): solves {@code M x = b} by products with M alone,
 * M being symmetric and positive semidefinite. Each image of a batch is a system of its own and
 * stops by itself, so that it does not depend on the others.
 *
 * @param tolerance an image is done when {@code |b - M x|} is at most this share of {@code |b|}
 * @param iterations the most iterations, at least 1
 */
public record ConjugateGradients(double tolerance, int iterations) {

  /** Checks the limits. */
  public ConjugateGradients {
    if (!(tolerance >= 0 && tolerance < 1) || iterations < 1) {
      throw new IllegalArgumentException(
          format(
              "conjugate gradients to %s in %d iterations; allowed: 0 to below 1, and 1 or more",
              tolerance, iterations));
    }
  }

  /** To ten digits, in at most 100 iterations. */
  public static ConjugateGradients standard() {
    return new ConjugateGradients(1e-10, 100);
  }

  /**
   * The solution of least norm, or what is found of it in so many iterations.
   *
   * @param matrix the product with M, [N,C,H,W] to the same
   * @param b [N,C,H,W], in the range of M
   */
  public Tensor solve(UnaryOperator<Tensor> matrix, Tensor b) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = b.new_zeros(Tensors.shape(b));
      Tensor rest = b.clone();
      Tensor direction = b.clone();
      Progress progress = new Progress(squares(rest, rest), tolerance);
      for (int i = 0; i < iterations && progress.open(); i++) {
        try (TensorScope step = TensorScope.open()) {
          Tensor product = matrix.apply(direction);
          Tensor lengths = perImage(progress.lengths(squares(direction, product)), b);
          x.add_(direction.mul(lengths));
          rest.sub_(product.mul(lengths));
          direction.mul_(perImage(progress.next(squares(rest, rest)), b)).add_(rest);
        }
      }
      return scope.keep(x);
    }
  }

  /**
   * {@code A^+ y}, by the normal equations {@code A^T A x = A^T y}. Where A is badly conditioned,
   * what takes more iterations to find is left out.
   */
  public Tensor leastSquares(LinearOperator operator, Tensor y) {
    try (TensorScope scope = TensorScope.open()) {
      return scope.keep(solve(x -> operator.adjoint(operator.apply(x)), operator.adjoint(y)));
    }
  }

  /** The inner product of each image with its partner. */
  private static double[] squares(Tensor a, Tensor b) {
    return Tensors.toDoubles(a.mul(b).flatten(1, -1).sum(1));
  }

  private static Tensor perImage(double[] values, Tensor batch) {
    return Tensors.of(values, values.length, 1, 1, 1).to(batch.scalar_type());
  }

  /** How far each image is. */
  private static final class Progress {
    private final double[] enough;
    private double[] squares;

    Progress(double[] squares, double tolerance) {
      this.squares = squares;
      enough = new double[squares.length];
      for (int i = 0; i < enough.length; i++) {
        enough[i] = tolerance * tolerance * squares[i];
      }
    }

    private boolean open(int i) {
      return squares[i] > enough[i];
    }

    boolean open() {
      for (int i = 0; i < squares.length; i++) {
        if (open(i)) {
          return true;
        }
      }
      return false;
    }

    /** How far each image goes along its direction; one that sees no curvature there is done. */
    double[] lengths(double[] curvatures) {
      double[] lengths = new double[squares.length];
      for (int i = 0; i < lengths.length; i++) {
        if (!(curvatures[i] > 0)) {
          enough[i] = Double.POSITIVE_INFINITY;
        }
        lengths[i] = open(i) ? squares[i] / curvatures[i] : 0;
      }
      return lengths;
    }

    /** What share of its old direction each image keeps. */
    double[] next(double[] after) {
      double[] shares = new double[squares.length];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = open(i) ? after[i] / squares[i] : 0;
      }
      squares = after;
      return shares;
    }
  }
}
