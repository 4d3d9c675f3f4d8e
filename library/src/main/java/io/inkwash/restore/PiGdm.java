package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.WrappedDenoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.restore.SpectralRule.Shares;
import io.inkwash.restore.degradation.ConjugateGradients;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Pseudo-inverse guidance: Bayes's rule, with the clean image behind x_t taken to be normal about
 * the estimate (Song et al. 2023, "Pseudoinverse-guided diffusion models for inverse problems",
 * equation 7). The score gains the gradient of {@code log N(y; A x0, r^2 A A^T + sigma^2 I)}, so
 * the estimate gains {@code sigma_t^2 / alpha_t} times that.
 *
 * <p>The variance {@code r^2 = (1 / spread^2 + alpha^2 / sigma^2)^-1} is that of normal data of
 * independent pixels; for these the estimate is the exact posterior mean. With a spread of 1 it is
 * the paper's {@code sigma^2 / (1 + sigma^2)}. The paper multiplies its correction by further
 * factors; here are none.
 *
 * <p>An operator with singular values is inverted by them, any other by conjugate gradients.
 *
 * @param inner the model, whose estimates can be differentiated by x
 * @param path the process
 * @param measurement what is known
 * @param spread the standard deviation of a clean image's pixels
 */
public record PiGdm(Denoiser inner, GaussianPath path, Measurement measurement, double spread)
    implements WrappedDenoiser {

  /** Checks the spread, and that x0 can be moved by way of x. */
  public PiGdm {
    if (!(spread > 0 && Double.isFinite(spread))) {
      throw new IllegalArgumentException(
          "spread of clean pixels is " + spread + "; allowed: above 0, such as 0.5");
    }
    if (!path.signalAtEnd()) {
      throw new IllegalArgumentException(
          format(
              "pigdm on %s, where no signal is left at t = %s: it divides by alpha; use ddnm",
              path.name(), path.end()));
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    try (TensorScope scope = TensorScope.open();
        Grad on = Grad.on()) {
      double sigma = path.sigma(t);
      double alpha = path.alpha(t);
      Tensor leaf = x.detach().requires_grad_(true);
      Denoised estimate = inner.denoise(leaf, t);
      Tensor x0 = estimate.x0().detach();
      Tensor pull = pull(x0, unsure(sigma / alpha));
      Tensor gradient = Grad.of(estimate.x0().mul(pull).sum(), leaf);
      Tensor moved = scope.keep(x0.add(gradient, new Scalar(sigma * sigma / alpha)));
      Tensor variance = estimate.variance();
      return new Denoised(moved, variance == null ? null : scope.keep(variance.detach()));
    }
  }

  /** The variance r^2 of a clean pixel about its estimate, at a noise ratio. */
  private double unsure(double level) {
    return 1 / (1 / (spread * spread) + 1 / (level * level));
  }

  /** {@code A^T (r^2 A A^T + sigma^2 I)^-1 (y - A x0)}. */
  private Tensor pull(Tensor x0, double unsure) {
    LinearOperator operator = measurement.operator();
    return operator
        .spectral()
        .map(known -> rule(unsure).apply(known, measurement, x0, x0, x0))
        .orElseGet(() -> byConjugateGradients(operator, measurement.missing(x0), unsure));
  }

  private Tensor byConjugateGradients(LinearOperator operator, Tensor missing, double unsure) {
    double noise = measurement.sigma() * measurement.sigma();
    if (noise == 0) {
      return operator.pseudoInverse(missing).div_(new Scalar(unsure));
    }
    Tensor weights =
        ConjugateGradients.standard()
            .solve(
                w -> Tensors.combine(unsure, operator.apply(operator.adjoint(w)), noise, w),
                missing);
    return operator.adjoint(weights);
  }

  private SpectralRule rule(double unsure) {
    double sigma = measurement.sigma();
    return singular -> {
      double square = singular * singular;
      double gain = square == 0 ? 0 : square / (unsure * square + sigma * sigma);
      return new Shares(-gain, 0, gain, 0);
    };
  }
}
