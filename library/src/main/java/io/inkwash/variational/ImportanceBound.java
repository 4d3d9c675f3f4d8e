package io.inkwash.variational;

import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The importance-weighted bound of k samples (Burda et al. 2016, arXiv 1509.00519, equation 8):
 * {@code log (1/k) sum_i p(x, z_i) / q(z_i|x)}. Its mean is the ELBO at k = 1, never falls with k,
 * and goes to log p(x).
 *
 * @param samples k, 1 or more
 */
public record ImportanceBound(int samples) {

  public ImportanceBound {
    if (samples < 1) {
      throw new IllegalArgumentException("samples is " + samples + "; allowed: 1 or more");
    }
  }

  /**
   * The bound of each image.
   *
   * @param posterior q(z|x) of N images
   * @param noise [N,D] standard normal numbers of sample i, 0 to k - 1
   * @param logLikelihood from z [N,D] to log p(x|z) [N]
   * @return [N] nats
   */
  public Tensor of(
      Posterior posterior, IntFunction<Tensor> noise, UnaryOperator<Tensor> logLikelihood) {
    Tensor sum = weight(posterior, noise.apply(0), logLikelihood);
    for (int i = 1; i < samples; i++) {
      sum = torch.logaddexp(sum, weight(posterior, noise.apply(i), logLikelihood));
    }
    return sum.sub(new Scalar(Math.log(samples)));
  }

  /** log p(x, z) - log q(z|x). */
  private static Tensor weight(
      Posterior posterior, Tensor noise, UnaryOperator<Tensor> logLikelihood) {
    Tensor z = posterior.sample(noise);
    return logLikelihood.apply(z).add(Posterior.logPrior(z)).sub(posterior.logDensity(z));
  }
}
