package io.inkwash.exchange;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.file.TensorData;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.parts.Catalog;
import java.util.List;
import java.util.Map;

/** Layouts of weights by name: a line each. */
public final class Layouts {
  private Layouts() {}

  /** All layouts. */
  public static final Registry<Layout> LAYOUTS =
      new Registry<Layout>("layout")
          .register("adm", new AdmLayout(), "UNetModel of improved-diffusion and guided-diffusion")
          .register("diffusers", new DiffusersLayout(), "UNet2DModel of diffusers")
          .register("simple-unet", new SimpleUNetLayout(), "the small U-Net of DDPM tutorials")
          .register("compact-unet", new CompactLayout(), "the compact U-Net of the small recipes")
          .register(
              "lucidrains",
              new LucidrainsLayout(),
              "Unet of lucidrains' denoising_diffusion_pytorch")
          .register("song-unet", new SongLayout(), "SongUNet of EDM and PhysicsNeMo")
          .register("score-sde", new ScoreSdeLayout(), "NCSNpp and DDPM of score_sde_pytorch");

  /** The layout of a name. */
  static Layout named(String name) {
    return LAYOUTS.make(new Spec(name, Map.of()));
  }

  /** The names of all layouts. */
  static List<String> names() {
    return LAYOUTS.names();
  }

  /**
   * A state dict in a layout.
   *
   * @param own the weights by the names of the network here, in its order
   * @throws IllegalArgumentException if the layout has no such network; the message says what is
   *     different
   */
  static Map<String, TensorData> stateDict(
      String name, Map<String, TensorData> own, DiffusionRecipe recipe) {
    Layout layout = named(name);
    Spec network = Catalog.NETWORKS.complete(recipe.model().network());
    if (!network.name().equals(layout.network())) {
      throw new IllegalArgumentException(
          "layout "
              + name
              + " has no network "
              + network.name()
              + "; allowed: "
              + layout.network());
    }
    return layout.fromNetwork(own, network, recipe.data().height());
  }
}
