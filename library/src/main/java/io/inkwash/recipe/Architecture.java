package io.inkwash.recipe;

import io.inkwash.nn.Backbone;
import java.util.function.Function;

/**
 * Makes networks of one kind and configuration.
 *
 * @param sizeMultiple what the height and width of its images must be multiples of
 * @param builder makes a network, its weights not yet drawn, for images of some form
 */
public record Architecture(int sizeMultiple, Function<Recipe.Data, Backbone> builder) {

  /** A new network for images of that form. */
  public Backbone build(Recipe.Data data) {
    return builder.apply(data);
  }

  /**
   * Whether it can look at such images.
   *
   * @throws RecipeException if not, with the sizes that it can
   */
  void check(String name, Recipe.Data data) {
    if (data.height() % sizeMultiple != 0 || data.width() % sizeMultiple != 0) {
      throw new RecipeException(
          "network %s cannot take images of %dx%d; allowed: multiples of %d; resize with --size %d"
              .formatted(
                  name,
                  data.width(),
                  data.height(),
                  sizeMultiple,
                  Math.max(1, data.height() / sizeMultiple) * sizeMultiple));
    }
  }
}
