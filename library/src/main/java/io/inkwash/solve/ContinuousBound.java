package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.denoise.Normal;
import io.inkwash.denoise.PixelValues;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The variational bound of infinitely many steps (Kingma et al. 2021, arXiv 2107.00630, sections
 * 3.5 and 5):
 *
 * <pre>
 * -log p(x) &lt;= KL(q(z_1|x) || p(z_1)) + 1/2 E_t[ -logSnr'(t) |eps - eps_hat(z_t, t)|^2 ] - E log p(x|z_0)
 * </pre>
 *
 * <p>The integral depends on the log-SNR at both ends alone, so times may come from anywhere. Here
 * one half of their density is uniform in the path's time, which a learned path makes the best, and
 * one half is uniform in log-SNR, so that no path has a time of great weight. Each image has times
 * of its own, one in each of some strata of equal probability, and one shift for all of them.
 * Images are independent of each other, so the error over images is that of the mean.
 *
 * @param path without timesteps, and with signal at its end
 * @param values the decoder at the path's start
 * @param times evaluations of the model an image, 1 or more
 */
public record ContinuousBound(GaussianPath path, PixelValues values, int times) {
  private static final int HALVINGS = 40;

  /** Checks path and count. */
  public ContinuousBound {
    if (times < 1) {
      throw new IllegalArgumentException(
          format("bound by %d times an image; allowed: 1 or more", times));
    }
    if (!applies(path)) {
      throw new IllegalArgumentException(
          format(
              "bound of infinitely many steps on %s; allowed: a path without timesteps and with"
                  + " signal at its end",
              path.name()));
    }
  }

  /** Whether a path has such a bound. */
  public static boolean applies(GaussianPath path) {
    return !path.discrete() && path.signalAtEnd();
  }

  /**
   * Measures a batch.
   *
   * @param denoiser the model
   * @param images [N,C,H,W] clean images; all but the model is computed in float64
   * @param stream where noise and times come from; image k's are a function of it and {@code first
   *     + k}
   * @param first the number of the batch's first image
   * @return terms {@code prior}, {@code diffusion} and {@code decoder}
   */
  public Likelihood of(Denoiser denoiser, Tensor images, Rng stream, long first) {
    int count = Math.toIntExact(images.size(0));
    double[] shifts = new double[count];
    Arrays.setAll(shifts, k -> stream.stream("times").at(first + k).uniforms(1)[0]);
    Noise noise = Noise.perImage(stream, first, Tensors.shape(images));
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor x0 = images.to(ScalarType.Double);
      double[] diffusion = new double[count];
      for (int stratum = 0; stratum < times; stratum++) {
        double[] t = new double[count];
        for (int k = 0; k < count; k++) {
          t[k] = timeAt((stratum + shifts[k]) / times);
        }
        add(diffusion, denoiser, x0, noise.next(), t);
      }
      return new Likelihood(
          "variational bound in continuous time",
          List.of(
              new Likelihood.Term("prior", path.end(), bits(Normal.priorDivergence(path, x0))),
              new Likelihood.Term("diffusion", path.start(), diffusion),
              new Likelihood.Term("decoder", 0, bits(decoder(x0, noise.next())))));
    }
  }

  /** Adds what one time of each image contributes, in bits/dim. */
  private void add(double[] sums, Denoiser denoiser, Tensor x0, Tensor eps, double[] t) {
    try (TensorScope scope = TensorScope.open()) {
      double[] alpha = Arrays.stream(t).map(path::alpha).toArray();
      double[] sigma = Arrays.stream(t).map(path::sigma).toArray();
      Tensor z = x0.mul(column(alpha)).add_(eps.mul(column(sigma)));
      double[] squares =
          Tensors.toDoubles(denoiser.denoiseEach(z, t).sub(x0).square().mean(1, 2, 3));
      for (int k = 0; k < t.length; k++) {
        double noiseError = alpha[k] * alpha[k] / (sigma[k] * sigma[k]) * squares[k];
        double slope = -path.logSnrDot(t[k]);
        sums[k] += 0.5 * slope * noiseError / density(slope) / times / Math.log(2);
      }
    }
  }

  private Tensor decoder(Tensor x0, Tensor eps) {
    Tensor logSnr = Tensors.of(new double[] {path.logSnr(path.start())}, 1);
    return values.nats(x0, eps, logSnr);
  }

  /** The density of times, where the log-SNR has some slope downwards. */
  private double density(double slope) {
    return 0.5 / (path.end() - path.start()) + 0.5 * slope / fall();
  }

  /** The time below which a share of all times lies. */
  private double timeAt(double share) {
    double low = path.start();
    double high = path.end();
    double first = path.logSnr(path.start());
    for (int i = 0; i < HALVINGS; i++) {
      double middle = 0.5 * (low + high);
      double below =
          0.5 * (middle - path.start()) / (path.end() - path.start())
              + 0.5 * (first - path.logSnr(middle)) / fall();
      if (below < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return 0.5 * (low + high);
  }

  private double fall() {
    return path.logSnr(path.start()) - path.logSnr(path.end());
  }

  private static Tensor column(double[] values) {
    return Tensors.of(values, values.length, 1, 1, 1);
  }

  /** [N] mean over pixels, in bits. */
  private static double[] bits(Tensor nats) {
    return Tensors.toDoubles(nats.mean(1, 2, 3).div(new Scalar(Math.log(2))));
  }
}
