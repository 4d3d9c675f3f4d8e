package io.inkwash.nn;

import io.inkwash.torch.Grad;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Conv2dFuncOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer whose weight is divided by its largest singular value, so that it stretches no direction
 * (Miyato et al. 2018, arXiv 1802.05957, algorithm 1). PyTorch's {@code
 * torch.nn.utils.spectral_norm} with its names: {@code weight_orig} is trained, {@code weight_u}
 * and {@code weight_v} are buffers.
 *
 * <p>Each pass in training mode takes one step of the power iteration that finds u and v; other
 * passes use them as they are. Both start with equal elements rather than random ones: the
 * iteration needs no more than a start that is not orthogonal to the answer.
 */
final class Spectral extends Net {
  private static final double EPS = 1e-12; // PyTorch's

  /** What the layer does with its normalized weight. */
  @FunctionalInterface
  private interface Use {
    Tensor apply(Tensor x, Tensor weight);
  }

  private final Use use;
  private final Tensor original;
  private final Tensor u;
  private final Tensor v;

  private Spectral(Use use, Tensor original) {
    this.use = use;
    this.original = original;
    register_parameter("weight_orig", original);
    u = buffer("weight_u", unit(original.size(0)));
    v = buffer("weight_v", unit(original.numel() / original.size(0)));
  }

  private static Tensor unit(long size) {
    float[] values = new float[Math.toIntExact(size)];
    Arrays.fill(values, (float) (1 / Math.sqrt((double) size)));
    return Tensors.of(values, size);
  }

  /** A square convolution with a bias. */
  static Spectral conv(long in, long out, long kernel, long stride, long padding) {
    Conv2dFuncOptions options = new Conv2dFuncOptions();
    options.stride().put(Tensors.pair(stride));
    options.padding().put(Tensors.pair(padding));
    Tensor bias = Tensors.zeros(out);
    return new Spectral(
            (x, weight) -> torch.conv2d(x, weight, options).add_(bias.view(1, -1, 1, 1)),
            Tensors.zeros(out, in, kernel, kernel))
        .with(bias);
  }

  /** A linear map with a bias. */
  static Spectral linear(long in, long out) {
    Tensor bias = Tensors.zeros(out);
    return new Spectral((x, weight) -> torch.linear(x, weight).add_(bias), Tensors.zeros(out, in))
        .with(bias);
  }

  /** A vector for each class. */
  static Spectral embedding(long classes, long width) {
    return new Spectral((x, weight) -> weight.index_select(0, x), Tensors.zeros(classes, width));
  }

  private Spectral with(Tensor bias) {
    register_parameter("bias", bias);
    return this;
  }

  Tensor forward(Tensor x) {
    Tensor matrix = original.reshape(original.size(0), -1);
    if (is_training()) {
      iterate(matrix);
    }
    // Copies, so that a second pass before the backward one changes nothing that it needs.
    Tensor sigma = times(matrix, v.clone()).mul(u.clone()).sum();
    return use.apply(x, original.div(sigma));
  }

  /** One step: v = W^T u, u = W v, both made unit vectors. */
  private void iterate(Tensor matrix) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      v.copy_(normalized(matrix.mul(u.unsqueeze(1)).sum(0)));
      u.copy_(normalized(times(matrix, v)));
    }
  }

  /** W v by elementwise products, which autocast leaves in float32. */
  private static Tensor times(Tensor matrix, Tensor v) {
    return matrix.mul(v).sum(1);
  }

  private static Tensor normalized(Tensor vector) {
    return vector.div(vector.norm().clamp_min(new Scalar(EPS)));
  }
}
