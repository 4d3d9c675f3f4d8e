package io.inkwash.studio.playground;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.torch.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * A small network for diffusion in the plane. Its noise-level input is the {@link #ANGLE}, of which
 * it sees sines and cosines; a class is a one in a row of zeros, and the null class zeros alone.
 */
final class PointNet extends Backbone {
  /**
   * {@code atan(sigma / alpha)}, from 0 to pi / 2: finite on every path, even where no signal is.
   */
  static final NoiseLevelInput ANGLE = (path, t) -> Math.atan(path.noiseRatio(t));

  private static final int OCTAVES = 6;
  private static final int WIDTH = 128;
  private static final int DEPTH = 3;

  private final int classes;
  private final PointLayers layers;

  /**
   * Builds the network; its weights are drawn by {@link #initialize}.
   *
   * @param classes 1 or more
   */
  PointNet(int classes) {
    this.classes = classes;
    layers = child("layers", new PointLayers(2 + 2 * OCTAVES + classes, WIDTH, DEPTH, 2));
  }

  @Override
  public Set<String> accepts() {
    return Set.of(Conditioning.CLASSES);
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    float[] octaves = new float[OCTAVES];
    for (int k = 0; k < OCTAVES; k++) {
      octaves[k] = 1 << k;
    }
    Tensor angles = noiseLevel.unsqueeze(1).mul(Tensors.of(octaves, 1, OCTAVES));
    Tensor input =
        Tensors.cat(1, x.flatten(1, -1), angles.sin(), angles.cos(), oneHot(x, conditioning));
    return layers.forward(input).view(-1, 2, 1, 1);
  }

  private Tensor oneHot(Tensor x, Conditioning conditioning) {
    return conditioning
        .classes()
        .map(
            requested -> {
              long[] numbers = new long[classes];
              for (int k = 0; k < classes; k++) {
                numbers[k] = k;
              }
              return requested.unsqueeze(1).eq(Tensors.of(numbers, 1, classes)).to(x.scalar_type());
            })
        .orElseGet(() -> Tensors.zeros(x.size(0), classes));
  }
}
