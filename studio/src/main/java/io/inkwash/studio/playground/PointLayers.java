package io.inkwash.studio.playground;

import io.inkwash.torch.Net;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Fully connected layers with SiLU between them. */
final class PointLayers extends Net {
  private final List<LinearImpl> layers = new ArrayList<>();

  /** Layers from a width to a width by hidden ones. */
  PointLayers(long in, int hidden, int depth, long out) {
    long width = in;
    for (int k = 0; k < depth; k++) {
      layers.add(child(Integer.toString(k), new LinearImpl(width, hidden)));
      width = hidden;
    }
    layers.add(child(Integer.toString(depth), new LinearImpl(width, out)));
  }

  Tensor forward(Tensor x) {
    Tensor h = layers.get(0).forward(x);
    for (LinearImpl layer : layers.subList(1, layers.size())) {
      h = layer.forward(torch.silu(h));
    }
    return h;
  }
}
