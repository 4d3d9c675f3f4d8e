package io.inkwash.solve;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser's output for one state, in each of the forms that solvers use. All tensors have the
 * shape and type of the state.
 *
 * @param path the process
 * @param t the time of the state
 * @param x [N,C,H,W] the state
 * @param x0 [N,C,H,W] the estimated clean image
 */
public record Estimate(GaussianPath path, double t, Tensor x, Tensor x0) {

  /** Evaluates a denoiser once. */
  public static Estimate of(Denoiser denoiser, GaussianPath path, Tensor x, double t) {
    return new Estimate(path, t, x, denoiser.denoise(x, t).x0());
  }

  /** The noise in the state: {@code (x - alpha x0) / sigma}. */
  public Tensor eps() {
    double sigma = path.sigma(t);
    return Tensors.combine(1 / sigma, x, -path.alpha(t) / sigma, x0);
  }

  /** The gradient of log p_t: {@code -eps / sigma}. */
  public Tensor score() {
    double variance = path.sigma(t) * path.sigma(t);
    return Tensors.combine(-1 / variance, x, path.alpha(t) / variance, x0);
  }

  /** The slope of the probability flow, dx/dt: {@code alpha' x0 + sigma' eps}. */
  public Tensor velocity() {
    double sigma = path.sigma(t);
    double growth = path.sigmaDot(t) / sigma;
    return Tensors.combine(growth, x, path.alphaDot(t) - growth * path.alpha(t), x0);
  }
}
