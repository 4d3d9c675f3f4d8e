package io.inkwash.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Convolutions of each channel by a kernel of its own, two values apart. */
public final class Depthwise {
  private static final long[] TWO = {2, 2};
  private static final long[] ONE = {1, 1};
  private static final long[] ZERO = {0, 0};

  private Depthwise() {}

  /**
   * Half the height and width.
   *
   * @param x [N,C,H,W]
   * @param kernels [C,1,K,K]
   * @param padding zeros on each side
   */
  public static Tensor halve(Tensor x, Tensor kernels, long padding) {
    long[] sides = {padding, padding};
    return torch.conv2d(x, kernels, new TensorOptional(), TWO, sides, ONE, x.size(1));
  }

  /**
   * Twice the height and width: the transpose of {@link #halve}.
   *
   * @param x [N,C,H,W]
   * @param kernels [C,1,K,K]
   * @param padding what the kernels reach over each side
   */
  public static Tensor twice(Tensor x, Tensor kernels, long padding) {
    long[] sides = {padding, padding};
    return torch.conv_transpose2d(
        x, kernels, new TensorOptional(), TWO, sides, ZERO, x.size(1), ONE);
  }
}
