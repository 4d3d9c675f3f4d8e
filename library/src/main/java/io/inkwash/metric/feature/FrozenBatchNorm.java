package io.inkwash.metric.feature;

import io.inkwash.torch.Net;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch norm that has learned all it will: its running statistics are weights like the others.
 *
 * <pre>y = weight (x - running_mean) / sqrt(running_var + eps) + bias</pre>
 */
final class FrozenBatchNorm extends Net {
  private static final double EPS = 1e-3; // Inception's; PyTorch's default is 1e-5

  private final Tensor weight;
  private final Tensor bias;
  private final Tensor mean;
  private final Tensor variance;

  FrozenBatchNorm(long channels) {
    weight = vector("weight", channels);
    bias = vector("bias", channels);
    mean = vector("running_mean", channels);
    variance = vector("running_var", channels);
  }

  private Tensor vector(String name, long channels) {
    Tensor vector = Tensors.zeros(channels);
    register_parameter(name, vector, false);
    return vector;
  }

  /** Changes [N,C,H,W] in place. */
  Tensor forward_(Tensor x) {
    Tensor scale = weight.div(variance.add(new Scalar(EPS)).sqrt_());
    Tensor shift = bias.sub(mean.mul(scale));
    return x.mul_(scale.view(1, -1, 1, 1)).add_(shift.view(1, -1, 1, 1));
  }
}
