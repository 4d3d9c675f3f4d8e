package io.inkwash.nn.song;

import io.inkwash.nn.TimeEmbedding;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A noise level as sines and cosines. */
@FunctionalInterface
interface LevelEmbedding {

  /** From [N] to [N,D]. */
  Tensor of(Tensor noiseLevel);

  /** At frequencies from 1 down to 1/10000. */
  static LevelEmbedding positional(int width) {
    return noiseLevel -> TimeEmbedding.sinusoidal(noiseLevel, width);
  }

  /** At given frequencies, in turns for each unit of the level. */
  static LevelEmbedding fourier(Tensor frequencies) {
    return noiseLevel -> {
      Tensor angles = noiseLevel.unsqueeze(1).mul(frequencies.mul(new Scalar(2 * Math.PI)));
      return Tensors.cat(1, angles.sin(), angles.cos());
    };
  }
}
