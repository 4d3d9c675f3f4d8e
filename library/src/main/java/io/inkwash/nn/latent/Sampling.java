package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.nn.ResBlock;
import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/** Half or twice the height and width, with a convolution. */
final class Sampling extends Net {

  /** Which of the two. */
  enum Direction {
    /** Half, by a strided convolution, padded at the right and at the bottom. */
    DOWN,
    /** Twice, by nearest neighbors and a convolution. */
    UP
  }

  private final Direction direction;
  private final Conv2dImpl conv;

  Sampling(int channels, Direction direction) {
    this.direction = direction;
    conv =
        child(
            "conv",
            switch (direction) {
              case DOWN -> Layers.conv(channels, channels, 3, 2, 0);
              case UP -> Layers.conv(channels, channels, 3, 1, 1);
            });
  }

  Tensor forward(Tensor x) {
    return TensorScope.result(
        () ->
            conv.forward(
                switch (direction) {
                  case DOWN -> Layers.padRightAndBottom(x);
                  case UP -> ResBlock.Resize.DOUBLE.apply(x);
                }));
  }
}
