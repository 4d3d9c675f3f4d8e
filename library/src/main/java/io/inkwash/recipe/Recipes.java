package io.inkwash.recipe;

import io.inkwash.data.PixelRange;
import io.inkwash.train.LearningRate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The recipes that come with the tool. */
public final class Recipes {
  private static final Map<String, Recipe> ALL = new LinkedHashMap<>();

  static {
    add(
        ddpm(
            "ddpm",
            "Denoising diffusion (Ho, Jain and Abbeel 2020) with a small U-Net: 1000 steps of linear betas, the"
                + " network predicts the noise, the loss is its plain squared error. Drawn by the"
                + " ancestral sampler with the small variance and the clean guess clamped.",
            new Recipe.Data(1, 28, 28, PixelRange.SYMMETRIC),
            64,
            2e-4));
    add(
        ddpm(
            "ddpm-small",
            "The ddpm recipe with a network of half the width, a quarter of the arithmetic: for"
                + " processors without a GPU.",
            new Recipe.Data(1, 28, 28, PixelRange.SYMMETRIC),
            32,
            4e-4));
    add(
        ddpm(
            "ddpm-demo",
            "The ddpm recipe at 16x16 pixels with a network of half the width and a high learning"
                + " rate: digits in two minutes.",
            new Recipe.Data(1, 16, 16, PixelRange.SYMMETRIC),
            32,
            1e-3));
  }

  private Recipes() {}

  private static Recipe ddpm(String name, String about, Recipe.Data data, int width, double rate) {
    return new Recipe(
        name,
        about,
        data,
        Choice.parse("linear-betas"),
        Choice.parse("noise"),
        Choice.parse("identity"),
        Choice.parse("index"),
        Choice.parse("simple"),
        Choice.parse("discrete"),
        Choice.parse("simple-unet(width=" + width + ")"),
        new Recipe.Training(
            128,
            1,
            Choice.parse("adamw"),
            new LearningRate(rate, 0, LearningRate.Decay.CONSTANT, 0),
            1.0,
            0.9999),
        new Recipe.Sampling(Choice.parse("ancestral"), Choice.parse("all"), 1000, true));
  }

  private static void add(Recipe recipe) {
    ALL.put(recipe.name(), recipe);
  }

  /** All recipes, in the order to show them. */
  public static List<Recipe> all() {
    return List.copyOf(ALL.values());
  }

  /**
   * The recipe of a name.
   *
   * @throws RecipeException if there is none, with the nearest name
   */
  public static Recipe named(String name) {
    Recipe recipe = ALL.get(name);
    if (recipe == null) {
      throw Shelf.unknown("there is no recipe", name, ALL.keySet());
    }
    return recipe;
  }
}
