package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Classifier guidance: the score gains the gradient of the classifier's log-probability, so the
 * estimate of x0 gains {@code sigma^2 / alpha} times that (Dhariwal and Nichol 2021, arXiv
 * 2105.05233, section 4).
 *
 * @param inner the model
 * @param classifier what is wanted
 * @param path the process
 * @param scale 1 for Bayes's rule, more to exaggerate
 */
public record ClassifierGradient(
    Denoiser inner, Classifier classifier, GaussianPath path, double scale)
    implements WrappedDenoiser {

  /** Refuses a path whose end has no signal, where x0 cannot be moved by way of x. */
  public ClassifierGradient {
    if (!path.signalAtEnd()) {
      throw new IllegalArgumentException(
          format(
                  "classifier guidance on %s, where no signal is left at t = %s: it divides by alpha; use",
                  path.name(), path.end())
              + " classifier-free guidance");
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    Denoised estimate = inner.denoise(x, t);
    double gain = scale * path.sigma(t) * path.sigma(t) / path.alpha(t);
    return estimate.withX0(estimate.x0().add(gradient(classifier, x, t), new Scalar(gain)));
  }

  /** The gradient of the log-probability by each image. */
  static Tensor gradient(Classifier classifier, Tensor x, double t) {
    try (TensorScope scope = TensorScope.open();
        Grad on = Grad.on()) {
      Tensor leaf = x.detach().requires_grad_(true);
      // One image's probability does not depend on the others', so the sum's gradient is each
      // one's.
      return scope.keep(Grad.of(classifier.logProbability(leaf, t).sum(), leaf));
    }
  }
}
