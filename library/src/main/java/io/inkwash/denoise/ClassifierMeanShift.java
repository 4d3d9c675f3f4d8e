package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifier guidance by shifting the mean of a reverse step: it gains the step's variance times
 * the gradient of the classifier's log-probability (Dhariwal and Nichol 2021, arXiv 2105.05233,
 * algorithm 1). With the posterior's variance, the estimate of x0 gains {@code sigma_s^2 / alpha_s}
 * times the gradient, where the step from t ends at {@code s = max(t - stride, 0)}.
 *
 * <p>{@link ClassifierGradient}, which has t in place of s, is what the two tend to for short
 * steps. This one serves ancestral sampling with the small variance, on a grid of that stride; it
 * can be used on a path that ends without signal.
 *
 * @param inner the model
 * @param classifier what is wanted
 * @param path the process
 * @param scale 1 for Bayes's rule, more to exaggerate
 * @param stride how far a step goes in the path's time, positive: 1 for neighboring timesteps
 */
public record ClassifierMeanShift(
    Denoiser inner, Classifier classifier, GaussianPath path, double scale, double stride)
    implements WrappedDenoiser {

  /** Checks the numbers. */
  public ClassifierMeanShift {
    if (!(Double.isFinite(scale) && stride > 0)) {
      throw new IllegalArgumentException(
          format(
              "classifier guidance of scale %s, stride %s; allowed: a finite scale, a positive stride",
              scale, stride));
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    double s = Math.max(t - stride, 0);
    double gain = scale * path.sigma(s) * path.sigma(s) / path.alpha(s);
    Tensor gradient = ClassifierGradient.gradient(classifier, x, t);
    return estimate.withX0(estimate.x0().add(gradient, new Scalar(gain)));
  }
}
