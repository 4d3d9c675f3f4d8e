package io.inkwash.studio.playground;

import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The posterior mean {@code E[x0 | x_t]} of a mixture, in closed form. At signal scale alpha and
 * noise level sigma, component k of the noisy points is normal with mean {@code alpha m_k} and
 * variance {@code V_k = alpha^2 v_k + sigma^2}; with r_k its share at x,
 *
 * <pre>
 * E[x0 | x] = sum_k r_k (m_k + alpha v_k / V_k (x - alpha m_k))
 * </pre>
 *
 * @param points the data
 * @param path the process
 */
public record MixtureDenoiser(PointMixture points, GaussianPath path) implements Denoiser {

  @Override
  public Denoised denoise(Tensor x, double t) {
    double alpha = path.alpha(t);
    double sigma = path.sigma(t);
    List<PointMixture.Component> all = points.components();
    double[] exponents = new double[4 * all.size()]; // of |x|^2, x, y and 1
    double[] estimates = new double[3 * all.size()]; // of the x-free part, and the gain
    for (int k = 0; k < all.size(); k++) {
      PointMixture.Component one = all.get(k);
      double data = one.deviation() * one.deviation();
      double variance = alpha * alpha * data + sigma * sigma;
      double square = alpha * alpha * (one.x() * one.x() + one.y() * one.y());
      exponents[k] = -0.5 / variance;
      exponents[all.size() + k] = alpha * one.x() / variance;
      exponents[2 * all.size() + k] = alpha * one.y() / variance;
      exponents[3 * all.size() + k] = Math.log(one.weight() / variance) - 0.5 * square / variance;
      double gain = alpha * data / variance;
      estimates[3 * k] = one.x() * (1 - gain * alpha);
      estimates[3 * k + 1] = one.y() * (1 - gain * alpha);
      estimates[3 * k + 2] = gain;
    }
    Tensor xy = x.flatten(1, -1).to(ScalarType.Double);
    Tensor square = xy.square().sum(1).unsqueeze(1);
    Tensor features = Tensors.cat(1, square, xy, torch.ones_like(square));
    Tensor shares = features.mm(Tensors.of(exponents, 4, all.size())).softmax(1);
    Tensor parts = shares.mm(Tensors.of(estimates, all.size(), 3));
    Tensor x0 = parts.narrow(1, 0, 2).add(parts.narrow(1, 2, 1).mul(xy));
    return Denoised.of(x0.view(-1, 2, 1, 1).to(x.scalar_type()));
  }
}
