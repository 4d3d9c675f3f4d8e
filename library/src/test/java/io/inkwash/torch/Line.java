package io.inkwash.torch;

import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/** The smallest network: one linear layer from 4 numbers to 3. */
final class Line extends Net {
  private final LinearImpl layer = child("layer", new LinearImpl(4, 3));

  Tensor forward(Tensor x) {
    return layer.forward(x);
  }
}
