package io.inkwash.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A change of size without weights. */
enum Resize {
  /** As it is. */
  NONE {
    @Override
    Tensor apply(Tensor x) {
      return x;
    }
  },
  /** Half the height and width: the mean of each square of four. */
  HALVE {
    @Override
    Tensor apply(Tensor x) {
      return torch.avg_pool2d(x, 2, 2);
    }
  },
  /** Twice the height and width: each value becomes a square of four. */
  DOUBLE {
    @Override
    Tensor apply(Tensor x) {
      return torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3));
    }
  };

  /** Resizes [N,C,H,W]. */
  abstract Tensor apply(Tensor x);
}
