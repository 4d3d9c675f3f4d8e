package io.inkwash.studio.playground;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.DiscriminatorNet;
import org.bytedeco.pytorch.Tensor;

/** Tells points of the data from those of a generator. It has no classes. */
final class PointDiscriminator extends DiscriminatorNet {
  private final PointLayers layers = child("layers", new PointLayers(2, 96, 3, 1));

  @Override
  public Tensor forward(Tensor x, Conditioning conditioning) {
    return layers.forward(x.flatten(1, -1)).view(-1);
  }
}
