package io.inkwash.nn.latent;

import io.inkwash.nn.Layers;
import io.inkwash.nn.ResBlock;
import io.inkwash.torch.Net;
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
    return switch (direction) {
      case DOWN -> conv.forward(Layers.padRightAndBottom(x));
      case UP -> conv.forward(ResBlock.Resize.DOUBLE.apply(x));
    };
  }
}
