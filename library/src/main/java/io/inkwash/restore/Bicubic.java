package io.inkwash.restore;

import io.inkwash.data.CubicFilter;
import io.inkwash.restore.degradation.Shrinking;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Made larger by cubic convolution (Keys 1981, a = -1/2).
 *
 * @param factor how many times larger
 */
public record Bicubic(int factor) implements Baseline {

  /** Checks the factor. */
  public Bicubic {
    Shrinking.check(factor);
  }

  @Override
  public Tensor restore(Tensor y) {
    return matrix(y, 2).matmul(y).matmul(matrix(y, 3).t());
  }

  private Tensor matrix(Tensor y, long side) {
    int length = Math.toIntExact(y.size(side));
    double[] rows =
        Arrays.stream(CubicFilter.whole(length, factor * length).matrix())
            .flatMapToDouble(Arrays::stream)
            .toArray();
    return Tensors.of(rows, (long) factor * length, length).to(y.scalar_type());
  }
}
