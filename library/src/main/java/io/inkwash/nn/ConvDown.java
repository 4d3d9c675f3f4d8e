package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.distributed.SharedBatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * From an image to its coarsest features: a 4x4 convolution of stride 2 and a leaky ReLU a level,
 * with a norm between them on all but the first (Radford et al. 2016). Children are {@code conv0},
 * {@code norm0} and so on.
 */
final class ConvDown extends Net {
  private static final double SLOPE = 0.2;

  private final List<UnaryOperator<Tensor>> levels = new ArrayList<>();

  ConvDown(ConvPyramid sizes, Normalization normalization) {
    int in = sizes.channels();
    for (int level = 1; level <= sizes.levels(); level++) {
      int out = sizes.features(level);
      levels.add(convolution(level - 1, in, out, normalization));
      if (normalization == Normalization.BATCH && level > 1) {
        BatchNorm2dImpl norm = child("norm" + (level - 1), Layers.batchNorm(out));
        levels.add(x -> SharedBatchNorm.forward(norm, x));
      }
      levels.add(x -> torch.leaky_relu(x, new Scalar(SLOPE)));
      in = out;
    }
  }

  private UnaryOperator<Tensor> convolution(
      int number, int in, int out, Normalization normalization) {
    String name = "conv" + number;
    if (normalization == Normalization.SPECTRAL) {
      return child(name, Spectral.conv(in, out, 4, 2, 1))::forward;
    }
    Conv2dImpl conv = child(name, Layers.conv(in, out, 4, 2, 1));
    return conv::forward;
  }

  /**
   * The coarsest features.
   *
   * @param x [N,C,H,W]
   * @return [N, coarse size]
   */
  Tensor forward(Tensor x) {
    Tensor h = x;
    for (UnaryOperator<Tensor> level : levels) {
      h = level.apply(h);
    }
    return h.flatten(1, -1);
  }
}
