package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The Frechet distance between two normal distributions with the moments of two sets of features
 * (Heusel et al. 2017, "GANs trained by a two time-scale update rule converge to a local Nash
 * equilibrium", equation 6). With Inception-v3's features it is the FID:
 *
 * <pre>
 * d^2 = |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))
 * </pre>
 *
 * <p>The root's trace is found without a root of a product. With C = F'F, F = L^(1/2) V' from the
 * symmetric eigenvalues L and eigenvectors V of C, tr (C1 C2)^(1/2) = tr (C1^(1/2) C2
 * C1^(1/2))^(1/2) is the sum of the singular values of F1 F2'. That is real and not negative
 * whatever the ranks, where a general matrix root of a singular product turns complex or fails.
 *
 * <p>The estimate is biased upwards, and less so the more images there are; compare only numbers of
 * equal counts.
 *
 * @param value d squared, as is the custom, 0 or more
 * @param means the part of the means, |m1 - m2|^2
 * @param covariances the part of the covariances
 */
public record FrechetDistance(double value, double means, double covariances) {

  /** Eigenvalues below this times width times the largest are rounding, and count as zero. */
  private static final double EPSILON = Math.ulp(1.0);

  /** Between two sets of features of one extractor. */
  public static FrechetDistance between(Moments a, Moments b) {
    if (a.width() != b.width()) {
      throw new IllegalArgumentException(
          format(
              "Frechet distance of %s and %s features; allowed: equal widths, from one extractor",
              a.width(), b.width()));
    }
    double means = 0;
    double traces = 0;
    for (int i = 0; i < a.width(); i++) {
      double shift = a.mean()[i] - b.mean()[i];
      means += shift * shift;
      int diagonal = i * a.width() + i;
      traces += a.covariance()[diagonal] + b.covariance()[diagonal];
    }
    double covariances = Math.max(0, traces - 2 * rootTrace(a, b));
    return new FrechetDistance(means + covariances, means, covariances);
  }

  private static double rootTrace(Moments a, Moments b) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor product = factor(a).mm(factor(b).t());
      return product.numel() == 0 ? 0 : torch.linalg_svdvals(product).sum().item().toDouble();
    }
  }

  /** F with F'F = C, [rank,D]. */
  static Tensor factor(Moments moments) {
    int width = moments.width();
    T_TensorTensor_T eigen = torch.linalg_eigh(Tensors.of(moments.covariance(), width, width));
    double[] values = Tensors.toDoubles(eigen.get0()); // ascending
    double least = width * EPSILON * values[width - 1];
    int nulls = 0;
    while (nulls < width && values[nulls] <= least) {
      nulls++;
    }
    long rank = (long) width - nulls;
    Tensor roots = eigen.get0().narrow(0, nulls, rank).sqrt();
    return eigen.get1().narrow(1, nulls, rank).t().mul(roots.unsqueeze(1));
  }
}
