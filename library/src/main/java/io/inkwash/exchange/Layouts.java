package io.inkwash.exchange;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
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
          .register(
              "simple-unet",
              new SimpleUNetLayout(),
              "the small U-Net of this project's Python model")
          .register(
              "lucidrains",
              new LucidrainsLayout(),
              "Unet of lucidrains' denoising_diffusion_pytorch")
          .register("score-sde", new ScoreSdeLayout(), "NCSNpp of score_sde_pytorch")
          .register("song-unet", new SongLayout(), "SongUNet of EDM and PhysicsNeMo");

  /** The layout of a name. */
  static Layout named(String name) {
    return LAYOUTS.make(new Spec(name, Map.of()));
  }

  /** The names of all layouts. */
  static List<String> names() {
    return LAYOUTS.names();
  }
}
