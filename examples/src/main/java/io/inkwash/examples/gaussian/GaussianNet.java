package io.inkwash.examples.gaussian;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A normal distribution of vectors of D numbers whose covariance is of low rank but for a diagonal,
 * known as factor analysis:
 *
 * <pre>
 * x = mean + W z + s eps,   z ~ N(0, I) of rank numbers,   eps ~ N(0, I) of D numbers
 * </pre>
 */
final class GaussianNet extends Net {
  private final int pixels;
  private final int rank;
  private final LinearImpl factors; // its bias is the mean
  private final LinearImpl logDeviation; // its weight is log s, which starts at 0

  GaussianNet(int pixels, int rank) {
    this.pixels = pixels;
    this.rank = rank;
    factors = child("factors", new LinearImpl(rank, pixels));
    LinearOptions column = new LinearOptions(1, pixels);
    column.bias().put(false);
    logDeviation = child("log_deviation", new LinearImpl(column), Start.ZERO);
  }

  /** The number of factors. */
  int rank() {
    return rank;
  }

  /**
   * The vectors of some noise.
   *
   * @param z [N,rank] standard normal
   * @param eps [N,D] standard normal
   * @return [N,D]
   */
  Tensor draw(Tensor z, Tensor eps) {
    return factors.forward(z).addcmul_(logDeviation.weight().exp().view(1, -1), eps);
  }

  /**
   * The logarithm of the density, in nats. With P the inverse of the diagonal and {@code C = I +
   * W^T P W}, the inverse covariance is {@code P - P W C^-1 W^T P} (Woodbury) and its determinant
   * that of C times that of the diagonal, so that only a matrix of rank x rank is factorized.
   *
   * @param x [N,D]
   * @return [N]
   */
  Tensor logDensity(Tensor x) {
    Tensor precision = logDeviation.weight().mul(new Scalar(-2.0)).exp(); // [D,1]
    Tensor weighted = factors.weight().mul(precision); // P W, [D,rank]
    Tensor inner = factors.weight().t().matmul(weighted).add(identity(rank));
    Tensor root = torch.linalg_cholesky(inner);
    Tensor distance = x.sub(factors.bias());
    Tensor common = torch.linalg_solve_triangular(root, distance.matmul(weighted).t(), false);
    Tensor squared = distance.square().matmul(precision).squeeze(1).sub(common.square().sum(0));
    Tensor logDeterminant =
        root.diagonal().log().sum().add(logDeviation.weight().sum()).mul(new Scalar(2.0));
    return squared
        .add(logDeterminant)
        .add(new Scalar(pixels * Math.log(2 * Math.PI)))
        .mul(new Scalar(-0.5));
  }

  private static Tensor identity(int size) {
    float[] ones = new float[size * size];
    for (int i = 0; i < size; i++) {
      ones[i * size + i] = 1;
    }
    return Tensors.of(ones, size, size);
  }
}
