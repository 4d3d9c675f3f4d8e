package io.inkwash.cli.options;

import io.inkwash.model.RecipeFile;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import java.nio.file.Path;

/** The word that names a recipe: one that is registered, or a file. */
public final class RecipeWords {
  private static final String FILE = ".json";

  private RecipeWords() {}

  /**
   * The recipe.
   *
   * @param word a name, or a file that ends in .json, of the form of a run's recipe.json
   * @throws io.inkwash.catalog.SpecException if there is no such name
   * @throws io.inkwash.file.FileException if the file cannot be read
   */
  public static Recipe recipe(String word) {
    return word.endsWith(FILE) ? RecipeFile.read(Path.of(word)) : Recipes.named(word);
  }
}
