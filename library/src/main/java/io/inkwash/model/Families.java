package io.inkwash.model;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.recipe.Recipe;
import java.util.Map;

/** Families of generative models by name. */
public final class Families {
  private Families() {}

  /** All families. */
  public static final Registry<Family<?>> FAMILIES =
      new Registry<Family<?>>("family")
          .register(
              "diffusion", new DiffusionFamily(), "denoisers of noisy images, in all their forms")
          .register("gan", new GanFamily(), "a generator against a discriminator")
          .register(
              "vae", new VaeFamily(), "an encoder and a decoder, by a bound of the likelihood")
          .register(
              "autoencoder",
              new AutoencoderFamily(),
              "pictures to latents that other recipes draw in, and back");

  /**
   * The family of a name.
   *
   * @throws io.inkwash.catalog.SpecException if there is none
   */
  static Family<?> named(String name) {
    return FAMILIES.make(new Spec(name, Map.of()));
  }

  /** The name of a recipe's family. */
  public static String nameOf(Recipe recipe) {
    return FAMILIES.entries().stream()
        .filter(entry -> named(entry.name()).recipeType() == recipe.getClass())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "recipes of type "
                        + recipe.getClass().getName()
                        + " belong to no family; register one in Families.FAMILIES"))
        .name();
  }

  /** The type of the models of a recipe, which implements their capabilities. */
  public static Class<? extends Model> modelTypeOf(Recipe recipe) {
    return of(recipe).modelType();
  }

  /** The family of a recipe. */
  @SuppressWarnings("unchecked") // a family's recipe type is the class of its recipes
  static <R extends Recipe> Family<R> of(R recipe) {
    return (Family<R>) named(nameOf(recipe));
  }
}
