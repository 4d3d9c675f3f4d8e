package io.inkwash.restore;

import io.inkwash.restore.degradation.Shrinking;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Made larger by repeating each pixel.
 *
 * @param factor how many times larger
 */
public record Nearest(int factor) implements Baseline {

  /** Checks the factor. */
  public Nearest {
    Shrinking.check(factor);
  }

  @Override
  public Tensor restore(Tensor y) {
    long[] shape = Tensors.shape(y);
    return y.unsqueeze(4)
        .unsqueeze(3)
        .expand(shape[0], shape[1], shape[2], factor, shape[3], factor)
        .reshape(shape[0], shape[1], shape[2] * factor, shape[3] * factor);
  }
}
