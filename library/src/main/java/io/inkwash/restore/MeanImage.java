package io.inkwash.restore;

import io.inkwash.restore.degradation.LinearOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * The mean image of the data, brought to agree with the measurement: {@code m + A^+ (y - A m)}.
 * With a mask, missing pixels are the mean image's.
 *
 * @param operator A
 * @param mean [1,C,H,W] the mean of many images
 */
public record MeanImage(LinearOperator operator, Tensor mean) implements Baseline {

  @Override
  public Tensor restore(Tensor y) {
    Tensor middle = mean.to(y.scalar_type());
    return middle.add(operator.pseudoInverse(y.sub(operator.apply(middle))));
  }
}
