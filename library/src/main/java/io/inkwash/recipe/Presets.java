package io.inkwash.recipe;

import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Diffusion recipes in the making: each but the first is what it changes in another, {@code
 * key=value} as on the command line.
 */
final class Presets {
  static final ImageSpec GRAY_28 = new ImageSpec(1, 28, 28, PixelRange.SYMMETRIC);
  static final ImageSpec GRAY_16 = new ImageSpec(1, 16, 16, PixelRange.SYMMETRIC);
  static final ImageSpec COLOR_32 = new ImageSpec(3, 32, 32, PixelRange.SYMMETRIC);

  /** Improved DDPM's network for CIFAR-10 and what it was trained with. */
  static final String[] LARGE = {
    "network=adm-unet",
    "optimizer=adamw(weightDecay=0)",
    "learningRate.rate=1e-4",
    "learning.clip=Infinity"
  };

  /**
   * A network for a processor without a GPU, and short steps in plenty: the best model of a given
   * time (docs/few-minutes.md), whose learning rate falls to zero where the training ends.
   */
  private static final String[] SMALL = {
    "network=compact-unet",
    "training.batch=64",
    "learningRate.rate=1e-3",
    "learningRate.warmup=200",
    "learningRate.decay=cosine",
    "learningRate.decaySteps=0", // the end of the training
    "learning.ema=0.9999", // (1 + n) / (10 + n) until step 90,000
    "learning.clip=1.0"
  };

  private final Map<String, DiffusionRecipe> all = new LinkedHashMap<>();

  /** All of them, in the order to show them. */
  static List<DiffusionRecipe> diffusion() {
    Presets presets = new Presets();
    DdpmRecipes.addTo(presets);
    ScoreRecipes.addTo(presets);
    FlowRecipes.addTo(presets);
    LikelihoodRecipes.addTo(presets);
    return List.copyOf(presets.all.values());
  }

  /** Adds a recipe. */
  void add(DiffusionRecipe recipe) {
    all.put(recipe.name(), recipe);
  }

  /** Adds a recipe as what it changes in another. */
  void add(String name, String base, ImageSpec data, String about, String... changes) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String change : changes) {
      int equals = change.indexOf('=');
      settings.put(change.substring(0, equals), change.substring(equals + 1));
    }
    add(Settings.apply(of(base), data, settings).named(name, about));
  }

  /** Adds the small sibling of a recipe: gray images of 28x28 and a network for them. */
  void small(String large, String about, String... changes) {
    ImageSpec data = new ImageSpec(1, 28, 28, of(large).data().range());
    add(large + "-small", large, data, about, with(SMALL, changes));
  }

  /** Some changes that several recipes make, and then others. */
  static String[] with(String[] common, String... own) {
    String[] joined = Arrays.copyOf(common, common.length + own.length);
    System.arraycopy(own, 0, joined, common.length, own.length);
    return joined;
  }

  private DiffusionRecipe of(String name) {
    DiffusionRecipe recipe = all.get(name);
    if (recipe == null) {
      throw new IllegalStateException("recipe " + name + " is not there yet; add it first");
    }
    return recipe;
  }
}
