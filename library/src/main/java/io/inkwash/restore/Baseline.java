package io.inkwash.restore;

import org.bytedeco.pytorch.Tensor;

/** A restoration without a model, to compare with. */
@FunctionalInterface
public interface Baseline {

  /**
   * Images from measurements.
   *
   * @param y [N,...] the measurements
   * @return [N,C,H,W]
   */
  Tensor restore(Tensor y);
}
