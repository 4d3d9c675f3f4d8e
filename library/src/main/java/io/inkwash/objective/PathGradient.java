package io.inkwash.objective;

import io.inkwash.nn.LearnedPath;
import io.inkwash.process.VpLogSnr;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * How a {@link LearnedPath} follows the bound (Kingma et al. 2021, arXiv 2107.00630, appendix I),
 * without a derivative of the network by its input. The bound's integral is one over log-SNR,
 *
 * <pre>
 * L = integral from gamma0 to gamma1 of h(gamma),   h = 1/2 E|eps - eps_hat|^2,
 * </pre>
 *
 * <p>so that its derivatives by the ends are {@code -h(gamma0)} and {@code h(gamma1)}: those of the
 * images of the batch that are nearest to them. What lies between has no part in the mean. It is
 * there to make the variance small, of which with {@code l = gamma' h} the second moment is left,
 *
 * <pre>
 * E[l^2] = integral of D(gamma) h2(gamma),   h2 = E[h^2 | gamma],
 * </pre>
 *
 * <p>where {@code D(gamma)} is {@code gamma'} where gamma has that value. It changes with the
 * path's parameters by {@code dD = d gamma'(t) - (gamma''/gamma') d gamma(t)}.
 *
 * @param learned the path in training
 * @param batch images on that path as it is now
 * @param bits [N] their terms of the integral, {@code gamma' h} over the path's fraction
 */
record PathGradient(LearnedPath learned, Diffused batch, double[] bits) {

  /** A tensor of one element whose gradient is the path's; its value means nothing. */
  Tensor tensor() {
    VpLogSnr now = learned.path();
    double[] u = Arrays.stream(batch.times().t()).map(now::fraction).toArray();
    Tensor none = Tensors.zeros(1);
    return learned
        .ends()
        .map(ends -> ends.mul(endSlopes(now, u)).sum())
        .orElse(none)
        .add(learned.inner().map(inner -> variance(inner, now, u)).orElse(none));
  }

  /** [2] the bound's derivatives by both ends but that of the decoder, in bits/dim. */
  private Tensor endSlopes(VpLogSnr now, double[] u) {
    int first = 0;
    int last = 0;
    for (int i = 1; i < u.length; i++) {
      first = u[i] < u[first] ? i : first;
      last = u[i] > u[last] ? i : last;
    }
    double range = now.gamma1() - now.gamma0();
    double least = bits[first] / (range * now.rise().slope(u[first]));
    double most = bits[last] / (range * now.rise().slope(u[last]));
    double alpha = now.alpha(now.end());
    double square = Tensors.item(batch.x0().square().mean());
    double variance = 1 - alpha * alpha;
    double prior = -0.5 * alpha * alpha * (1 - variance * (1 - square)) / Math.log(2);
    return Tensors.of(new float[] {(float) -least, (float) (most + prior)}, 2);
  }

  /** Half of the logarithm of the second moment. */
  private Tensor variance(LearnedPath.Inner inner, VpLogSnr now, double[] u) {
    double moment = Arrays.stream(bits).map(l -> l * l).average().orElseThrow();
    double[] bySlope = new double[u.length];
    double[] byValue = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      double slope = now.rise().slope(u[i]);
      bySlope[i] = 0.5 * bits[i] * bits[i] / (slope * moment);
      byValue[i] = -bySlope[i] * now.rise().curvature(u[i]) / slope;
    }
    Tensor positions = row(u);
    Tensor moved = inner.slope(positions).mul(row(bySlope));
    return moved.add(inner.at(positions).mul(row(byValue))).mean().view(1);
  }

  private static Tensor row(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensors.of(floats, floats.length);
  }
}
