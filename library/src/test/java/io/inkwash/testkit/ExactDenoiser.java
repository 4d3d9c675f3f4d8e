package io.inkwash.testkit;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The best denoiser there is, for data whose distribution is known. An image is a point of the
 * mixture, its pixels in row-major order.
 *
 * @param data the distribution
 * @param path the process
 */
public record ExactDenoiser(GaussianMixture data, GaussianPath path) implements Denoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    int size = data.dimensions();
    double[] noisy = Tensors.toDoubles(x);
    double[] clean = new double[noisy.length];
    double alpha = path.alpha(t);
    double sigma = path.sigma(t);
    for (int from = 0; from < noisy.length; from += size) {
      double[] point = Arrays.copyOfRange(noisy, from, from + size);
      System.arraycopy(data.denoise(point, alpha, sigma), 0, clean, from, size);
    }
    return Denoised.of(Tensors.of(clean, Tensors.shape(x)));
  }
}
