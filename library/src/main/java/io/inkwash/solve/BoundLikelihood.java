package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Decoder;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Normal;
import io.inkwash.denoise.Variance;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.Posterior;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The variational bound on the negative log-likelihood, term by term (Ho et al. 2020, equation 5):
 * the prior's, one for each step of the grid, and the decoder's. For each step one noisy image is
 * drawn.
 *
 * <p>It bounds the model that ancestral sampling on the same grid with the same variance draws
 * from.
 *
 * @param path the process
 * @param times strictly falling, from the end of the path to 0: three or more
 * @param variance of the reverse steps; a learned one is what the denoiser says
 * @param decoder what the last step makes of the data
 */
@SuppressWarnings("ArrayRecordComponent") // a grid is walked, never compared
public record BoundLikelihood(
    GaussianPath path, double[] times, Variance variance, Decoder decoder) {

  /** Checks the grid. */
  public BoundLikelihood {
    Preconditions.falling(times);
    if (times.length < 3 || times[0] != path.end() || times[times.length - 1] != 0) {
      throw new IllegalArgumentException(
          format(
              "variational bound over %d times from %s to %s; allowed: three or more, from %s to 0",
              times.length, times[0], times[times.length - 1], path.end()));
    }
  }

  /** All timesteps of a discrete path. */
  public static BoundLikelihood everyStep(GaussianPath path, Variance variance, Decoder decoder) {
    if (!path.discrete()) {
      throw new IllegalArgumentException(
          format("every step of %s: it has no timesteps; give a grid of times", path.name()));
    }
    double[] times = new double[(int) path.end() + 1];
    for (int i = 0; i < times.length; i++) {
      times[i] = path.end() - i;
    }
    return new BoundLikelihood(path, times, variance, decoder);
  }

  /**
   * Measures a batch.
   *
   * @param denoiser the model
   * @param images [N,C,H,W] clean images; the sums are done in float64
   * @param stream where noise comes from; image k's is a function of it and {@code first + k}
   * @param first the number of the batch's first image
   * @throws IllegalArgumentException if the variance is learned and the denoiser predicts none
   */
  public Likelihood of(Denoiser denoiser, Tensor images, Rng stream, long first) {
    return of(denoiser, images, Noise.perImage(stream, first, Tensors.shape(images)));
  }

  /** Measures a batch with given noise. */
  Likelihood of(Denoiser denoiser, Tensor images, Noise noise) {
    if (variance.learned() && !denoiser.learnedVariance()) {
      throw new IllegalArgumentException(
          "bound with a learned variance of a model that predicts none;"
              + " use variance fixed small or large");
    }
    List<Likelihood.Term> terms = new ArrayList<>();
    try (TensorScope all = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x0 = images.to(ScalarType.Double);
      terms.add(new Likelihood.Term("prior", path.end(), bits(Normal.priorDivergence(path, x0))));
      for (int i = 0; i + 1 < times.length; i++) {
        try (TensorScope step = TensorScope.open()) {
          double before = i == 0 ? Double.NaN : times[i - 1];
          Tensor nats = term(denoiser, x0, noise.next(), before, times[i], times[i + 1]);
          String name = times[i + 1] == 0 ? "decoder" : "step";
          terms.add(new Likelihood.Term(name, times[i], bits(nats)));
        }
      }
    }
    return new Likelihood("variational bound", terms);
  }

  private Tensor term(Denoiser denoiser, Tensor x0, Tensor eps, double before, double t, double s) {
    Tensor x = Tensors.combine(path.alpha(t), x0, path.sigma(t), eps);
    Denoised estimate = denoiser.denoise(x, t);
    VarianceRange range = VarianceRange.of(path, before, t, s);
    Tensor learned = estimate.variance();
    Tensor fraction = variance.learned() && learned != null ? learned : variance.fraction(range, x);
    Posterior q = path.posterior(t, s);
    Normal model = new Normal(mean(q, x, estimate.x0()), range.at(fraction));
    if (s == 0) {
      return decoder.logLikelihood(x0, model).neg();
    }
    return new Normal(mean(q, x, x0), everywhere(range.small(), x0)).divergence(model);
  }

  private static Tensor mean(Posterior q, Tensor x, Tensor x0) {
    return Tensors.combine(q.xCoefficient(), x, q.x0Coefficient(), x0);
  }

  /** One number at every pixel. */
  private static Tensor everywhere(double value, Tensor like) {
    return like.mul(new Scalar(0.0)).add_(new Scalar(value));
  }

  /** [N] mean over pixels, in bits. */
  private static double[] bits(Tensor nats) {
    return Tensors.toDoubles(nats.mean(1, 2, 3).div(new Scalar(Math.log(2))));
  }
}
