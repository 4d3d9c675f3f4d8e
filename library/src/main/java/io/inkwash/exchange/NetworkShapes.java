package io.inkwash.exchange;

import io.inkwash.nn.Backbone;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names and shapes of a recipe's network, without its numbers. */
final class NetworkShapes {
  private NetworkShapes() {}

  /** Shapes by name, in the order of the state dict. */
  static Map<String, long[]> of(DiffusionRecipe recipe) {
    try (Owned<Backbone> network = Owned.of(() -> build(recipe))) {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      network
          .value()
          .stateDict()
          .forEach((name, tensor) -> shapes.put(name, Tensors.shape(tensor)));
      return shapes;
    }
  }

  private static Backbone build(DiffusionRecipe recipe) {
    try (ComputeDevice.Use meta = ComputeDevice.parse("meta").enter()) {
      return recipe.network(DiffusionMethod.of(recipe).variance().parts());
    }
  }
}
