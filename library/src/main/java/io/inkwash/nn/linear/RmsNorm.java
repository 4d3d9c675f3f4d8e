package io.inkwash.nn.linear;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The channels at each position divided by their root mean square, and scaled (Zhang and Sennrich
 * 2019, arXiv 1910.07467, equation 4).
 */
final class RmsNorm extends Net {
  /** The least length that is divided by; PyTorch's. */
  private static final double LEAST = 1e-12;

  private final double root;
  private final Tensor scale;

  RmsNorm(long channels) {
    root = Math.sqrt((double) channels);
    scale = parameter("g", Start.ONE, 1, channels, 1, 1);
  }

  Tensor forward(Tensor x) {
    Tensor length = torch.frobenius_norm(x, new long[] {1}, true);
    return x.div(length.clamp_min(new Scalar(LEAST))).mul(scale).mul(new Scalar(root));
  }
}
