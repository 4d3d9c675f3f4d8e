package io.inkwash.restore;

import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The color of a hole in a picture that is to be encoded. Networks that read holes are trained with
 * gray ones. For others a hole has the mean color of the rest: gray beside a dark picture is an
 * edge, which the latents next to it show.
 */
final class HoleColor {
  private static final double LEAST = 1e-9;

  private HoleColor() {}

  /**
   * A picture whose hole has the mean color of the rest, by channel.
   *
   * @param mask of the hole
   * @param black [N,C,H,W], 0 in the hole
   */
  static Tensor likeTheRest(LinearOperator mask, Tensor black) {
    Tensor known = mask.apply(black.new_ones(Tensors.shape(black)));
    Tensor color = mean(black).div(mean(known).clamp_min(new Scalar(LEAST)));
    return black.add(known.neg().add(new Scalar(1.0)).mul(color));
  }

  private static Tensor mean(Tensor x) {
    return Tensors.mean(Tensors.mean(x, 2), 3);
  }
}
