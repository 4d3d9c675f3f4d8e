package io.inkwash.torch.distributed;

import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Batch norm (Ioffe and Szegedy 2015) over the images of all ranks: mean and variance in training
 * are those of the whole batch, as if one process had it, up to rounding. Running statistics are
 * the same bits at all ranks.
 */
public final class SharedBatchNorm {
  private SharedBatchNorm() {}

  /**
   * The norm's result.
   *
   * @param norm the layer, whose own pass is taken by a process alone and outside of training
   * @param x [N,C,H,W] this rank's images
   */
  public static Tensor forward(BatchNorm2dImpl norm, Tensor x) {
    Ranks ranks = Ranks.current();
    return ranks.alone() || !norm.is_training()
        ? norm.forward(x)
        : normalized(norm, x.to(ScalarType.Float), ranks).to(x.scalar_type());
  }

  private static Tensor normalized(BatchNorm2dImpl norm, Tensor x, Ranks ranks) {
    long channels = x.size(1);
    Tensor count = Tensors.of(new float[] {(float) x.numel() / channels}, 1);
    Tensor sums = ranks.differentiableSum(Tensors.cat(0, x.sum(0, 2, 3), count));
    double all = Tensors.toDoubles(sums)[(int) channels];
    Tensor mean = sums.narrow(0, 0, channels).div(new Scalar(all));
    Tensor centered = x.sub(mean.view(1, -1, 1, 1));
    Tensor variance = ranks.differentiableSum(centered.square().sum(0, 2, 3)).div(new Scalar(all));
    remember(norm, mean, variance.mul(new Scalar(all / (all - 1))));
    Tensor scale = variance.add(new Scalar(norm.options().eps().get())).rsqrt();
    return centered
        .mul(scale.mul(norm.weight()).view(1, -1, 1, 1))
        .add(norm.bias().view(1, -1, 1, 1));
  }

  /** Lets the running statistics follow. */
  private static void remember(BatchNorm2dImpl norm, Tensor mean, Tensor variance) {
    double momentum = norm.options().momentum().get();
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      norm.running_mean().lerp_(mean, new Scalar(momentum));
      norm.running_var().lerp_(variance, new Scalar(momentum));
    }
  }
}
