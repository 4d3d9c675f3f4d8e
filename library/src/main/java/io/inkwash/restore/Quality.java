package io.inkwash.restore;

import org.bytedeco.pytorch.Tensor;

/** How near restored images come to the true ones. */
@FunctionalInterface
public interface Quality {

  /**
   * One number an image.
   *
   * @param truth [N,C,H,W]
   * @param image [N,C,H,W]
   */
  double[] of(Tensor truth, Tensor image);
}
