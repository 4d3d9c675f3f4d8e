package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;

/** Layers one after the other, numbered from 0; what they make on the way is released at once. */
public final class Stage extends Net implements FeatureLayer {
  private final List<FeatureLayer> layers = new ArrayList<>();

  /** Appends a layer. */
  public <L extends Net & FeatureLayer> Stage add(L layer) {
    return add(layer, layer);
  }

  /** Appends a module that is used in a certain way. */
  public Stage add(Module module, FeatureLayer use) {
    child(Integer.toString(layers.size()), module);
    layers.add(use);
    return this;
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    return TensorScope.result(
        () -> {
          Tensor h = x;
          for (FeatureLayer layer : layers) {
            h = layer.forward(h, context);
          }
          return h;
        });
  }
}
