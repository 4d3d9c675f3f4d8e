package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Condition;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.TimeBatch;
import io.inkwash.time.TimeSampler;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weighting;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * Weighted squared error of the network's output against its target:
 *
 * <pre>
 * x_t = alpha(t) x0 + sigma(t) eps,   L = E[ w(t) |f(x_t, t) - (a(t) x0 + b(t) eps)|^2 ]
 * </pre>
 *
 * <p>With the noise target and weight 1 it is DDPM's L_simple (Ho et al. 2020, equation 14). The
 * square is averaged over pixels.
 *
 * @param path the forward process
 * @param parameterization what the network predicts and how it sees the process
 * @param weighting the weight of each noise level
 * @param times where the noise levels come from
 */
public record DenoisingObjective(
    GaussianPath path, Parameterization parameterization, Weighting weighting, TimeSampler times)
    implements Objective {

  @Override
  public LossTerms loss(Backbone network, Tensor x0, Condition condition, Rng rng) {
    int images = Math.toIntExact(x0.size(0));
    TimeBatch drawn = times.sample(path, rng.stream("times").uniforms(images));
    double[] t = drawn.t();
    Tensor eps = rng.stream("noise").normal(Tensors.shape(x0));
    Tensor xt = mix(t, path::alpha, x0, path::sigma, eps);

    Target target = parameterization.target();
    Tensor wanted =
        mix(t, u -> target.x0Coefficient(path, u), x0, u -> target.epsCoefficient(path, u), eps);
    Tensor input = xt.mul(column(t, u -> parameterization.inputScale().at(path, u)));
    Tensor output = network.forward(input, labels(t), condition);

    Tensor squared = output.sub(wanted).square().mean(1, 2, 3);
    Tensor perImage = squared.mul(row(t, u -> weighting.onTarget(path, u, target)));
    Tensor total = perImage.mul(Tensors.of(floats(drawn.importance()), images)).mean();
    return new LossTerms(total, perImage.detach(), losses -> times.observe(t, losses));
  }

  private Tensor labels(double[] t) {
    return row(t, u -> parameterization.timeLabel().at(path, u));
  }

  /** {@code a(t) x + b(t) y}, each image at its own time. */
  private static Tensor mix(
      double[] t, DoubleUnaryOperator a, Tensor x, DoubleUnaryOperator b, Tensor y) {
    return x.mul(column(t, a)).add_(y.mul(column(t, b)));
  }

  private static Tensor column(double[] t, DoubleUnaryOperator f) {
    return Tensors.perImage(Arrays.stream(t).map(f).toArray());
  }

  private static Tensor row(double[] t, DoubleUnaryOperator f) {
    return Tensors.of(floats(Arrays.stream(t).map(f).toArray()), t.length);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
