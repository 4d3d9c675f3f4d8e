package io.inkwash.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.catalog.SpecException;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.recipe.Recipe;
import java.nio.file.Path;

/**
 * The form of {@code recipe.json}, the file of a run and of a recipe of one's own.
 *
 * @param format the version of the form
 * @param family the family's name, which decides what the recipe holds
 * @param recipe the recipe
 */
public record RecipeFile(int format, String family, JsonNode recipe) {
  private static final int FORMAT = 2;

  /** The file of a recipe. */
  public static RecipeFile of(Recipe recipe) {
    return new RecipeFile(FORMAT, Families.nameOf(recipe), Json.mapper().valueToTree(recipe));
  }

  /**
   * Reads a recipe.
   *
   * @throws FileException if the file is missing, damaged or of another format
   */
  public static Recipe read(Path file) {
    JsonNode tree = Json.read(file, JsonNode.class);
    int format = tree.path("format").asInt(1);
    if (format != FORMAT) {
      throw new FileException(
          file,
          "has format "
              + format
              + "; allowed: "
              + FORMAT
              + "; use the version of Inkwash that trained this run, or train it again");
    }
    try {
      RecipeFile read = Json.read(tree, RecipeFile.class);
      return Json.read(read.recipe, Families.named(read.family).recipeType());
    } catch (IllegalArgumentException | SpecException e) {
      throw new FileException(file, String.valueOf(e.getMessage()), e);
    }
  }
}
