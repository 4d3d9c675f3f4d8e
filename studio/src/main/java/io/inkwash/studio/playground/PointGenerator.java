package io.inkwash.studio.playground;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.GeneratorNet;
import org.bytedeco.pytorch.Tensor;

/** A generator of points: two normal numbers to a point. It has no classes. */
final class PointGenerator extends GeneratorNet {
  private final PointLayers layers = child("layers", new PointLayers(2, 96, 3, 2));

  @Override
  public int latent() {
    return 2;
  }

  @Override
  public Tensor forward(Tensor z, Conditioning conditioning) {
    return layers.forward(z).view(-1, 2, 1, 1);
  }
}
