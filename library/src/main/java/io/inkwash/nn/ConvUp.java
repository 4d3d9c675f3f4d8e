package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.distributed.SharedBatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * From a vector to an image: a linear map to the coarsest features, and a 4x4 transposed
 * convolution of stride 2 a level; a norm and a ReLU before each (Radford et al. 2016). Children
 * are {@code project}, {@code norm0}, {@code conv0} and so on from coarse to fine. The kernel is a
 * multiple of the stride, so that no checkerboard appears (Odena et al. 2016).
 */
final class ConvUp extends Net {
  private final ConvPyramid sizes;
  private final LinearImpl project;
  private final List<UnaryOperator<Tensor>> levels = new ArrayList<>();

  /**
   * @param in the length of the vector
   * @param outputs channels of the result
   */
  ConvUp(ConvPyramid sizes, int in, int outputs, Normalization normalization) {
    this.sizes = sizes;
    project = child("project", new LinearImpl(in, sizes.coarseSize()));
    for (int level = sizes.levels(); level >= 1; level--) {
      int number = sizes.levels() - level;
      if (normalization == Normalization.BATCH) {
        BatchNorm2dImpl norm = child("norm" + number, Layers.batchNorm(sizes.features(level)));
        levels.add(x -> SharedBatchNorm.forward(norm, x));
      }
      levels.add(torch::relu);
      int out = level == 1 ? outputs : sizes.features(level - 1);
      ConvTranspose2dImpl conv = Layers.convTranspose(sizes.features(level), out, 4, 2, 1);
      levels.add(child("conv" + number, conv)::forward);
    }
  }

  /**
   * The image.
   *
   * @param z [N, in]
   * @return [N, outputs, H, W]
   */
  Tensor forward(Tensor z) {
    Tensor h =
        project
            .forward(z)
            .view(-1, sizes.features(sizes.levels()), sizes.coarseHeight(), sizes.coarseWidth());
    for (UnaryOperator<Tensor> level : levels) {
      h = level.apply(h);
    }
    return h;
  }
}
