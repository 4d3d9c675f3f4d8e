package io.inkwash.recipe;

import io.inkwash.catalog.Extension;
import io.inkwash.catalog.Registry;
import io.inkwash.catalog.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recipes by name: those that come with the tool and those of extensions.
 *
 * <p>A full-size recipe holds to its paper. Its small sibling is the same row of the algebra with a
 * network that a processor without a GPU trains in minutes.
 */
public final class Recipes {
  private static final Map<String, Recipe> ALL = new LinkedHashMap<>();

  static {
    Presets.diffusion().forEach(Recipes::register);
    LatentRecipes.all().forEach(Recipes::register);
    AutoencoderRecipes.all().forEach(Recipes::register);
  }

  private Recipes() {}

  /**
   * Registers a recipe.
   *
   * @throws SpecException if the name is taken
   */
  public static void register(Recipe recipe) {
    synchronized (ALL) {
      if (ALL.putIfAbsent(recipe.name(), recipe) != null) {
        throw new SpecException(
            "recipe "
                + recipe.name()
                + " is registered already; register yours under another name");
      }
    }
  }

  /** All recipes, in the order to show them. */
  public static List<Recipe> all() {
    Extension.load();
    synchronized (ALL) {
      return List.copyOf(ALL.values());
    }
  }

  /**
   * The recipe of a name.
   *
   * @throws SpecException if there is none, with the nearest name
   */
  public static Recipe named(String name) {
    Recipe recipe = registered(name);
    if (recipe == null) {
      Extension.load();
      recipe = registered(name);
    }
    if (recipe == null) {
      throw Registry.unknown("there is no recipe", name, all().stream().map(Recipe::name).toList());
    }
    return recipe;
  }

  /**
   * The diffusion recipe of a name.
   *
   * @throws SpecException if there is none, or it is of another family
   */
  public static DiffusionRecipe diffusion(String name) {
    return diffusion(named(name));
  }

  /**
   * A recipe as one of a diffusion model.
   *
   * @throws SpecException if it is of another family
   */
  public static DiffusionRecipe diffusion(Recipe recipe) {
    if (recipe instanceof DiffusionRecipe diffusion) {
      return diffusion;
    }
    throw new SpecException(
        "recipe " + recipe.name() + " is not of a diffusion model; name another");
  }

  private static @Nullable Recipe registered(String name) {
    synchronized (ALL) {
      return ALL.get(name);
    }
  }
}
