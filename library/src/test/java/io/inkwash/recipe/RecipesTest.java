package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.file.Json;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.weighting.Weighting;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {

  static List<Recipe> recipes() {
    return Recipes.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeBuilds(Recipe recipe) {
    assertThat(Recipes.named(recipe.name())).isEqualTo(recipe);
    if (recipe instanceof DiffusionRecipe diffusion) {
      DiffusionMethod method = DiffusionMethod.of(diffusion);
      double[] times = method.plan().sampler().times();
      assertThat(times).hasSize(diffusion.sampling().steps() + 1);
      assertThat(times[times.length - 1]).isZero();
      assertThat(method.learning().rate().at(1, 0)).isPositive();
    }
    assertThat(recipe.about()).endsWith(".").doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeSurvivesJson(Recipe recipe) {
    String json = Json.pretty(recipe);
    assertThat(Json.read(json, recipe.getClass())).isEqualTo(recipe);
    assertThat(json).contains("\"name\": \"" + recipe.name() + "\"");
  }

  @Test
  void jsonIsReadStrictly() {
    String json = Json.line(Recipes.diffusion("ddpm"));
    assertThatThrownBy(
            () -> Json.read(json.replace("\"threshold\"", "\"treshold\""), DiffusionRecipe.class))
        .hasMessageContaining("sampling");
    assertThatThrownBy(
            () -> Json.read(json.replace("\"simple\"", "\"simpel\""), DiffusionRecipe.class))
        .hasMessageContaining("there is no weighting simpel; did you mean simple?");
    assertThatThrownBy(
            () -> Json.read(json.replace("\"target\":\"noise\",", ""), DiffusionRecipe.class))
        .hasMessageContaining("target");
  }

  @Test
  void argumentsAreWrittenOut() {
    DiffusionRecipe recipe = Recipes.diffusion("ddpm");
    assertThat(recipe.model().path())
        .hasToString("linear-betas(timesteps=1000, from=1e-4, to=0.02)");
    assertThat(recipe.sampling().solver()).hasToString("ancestral(variance=small)");
    assertThat(recipe.model().network()).hasToString("simple-unet(width=64, timeWidth=32)");
  }

  @Test
  void imagesMustFitTheNetwork() {
    DiffusionRecipe recipe = Recipes.diffusion("ddpm");
    assertThat(recipe.withData(new ImageSpec(3, 32, 64, PixelRange.UNIT)).data().width())
        .isEqualTo(64);
    assertThatThrownBy(() -> recipe.withData(new ImageSpec(1, 30, 28, PixelRange.SYMMETRIC)))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("cannot take images of 28x30")
        .hasMessageContaining("multiples of 4")
        .hasMessageContaining("--size 32");
    assertThatThrownBy(() -> new ImageSpec(1, 0, 28, PixelRange.SYMMETRIC))
        .hasMessage("images of 28x0 with 1 channels; allowed: 1 or more of each");
  }

  /**
   * Any row of the catalog's table is a recipe that can be trained, or is refused with a reason:
   * nothing is left to fail in the middle of a training.
   */
  @Test
  void whatCannotBeIsRefusedWhenItIsBuilt() {
    Random random = new Random(9);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      Map<String, String> row =
          Map.of(
              "path", any(Catalog.PATHS, random),
              "target", any(Catalog.TARGETS, random),
              "scale", any(Catalog.SCALES, random),
              "noiseLevelInput", any(Catalog.NOISE_LEVEL_INPUTS, random),
              "weighting", any(Catalog.WEIGHTINGS, random),
              "times", any(Catalog.TIMES, random),
              "grid", any(Catalog.GRIDS, random),
              "steps", "10");
      try {
        DiffusionRecipe recipe = Settings.apply(Recipes.diffusion("ddpm"), row);
        assertThat(coefficients(recipe)).as(row.toString()).allMatch(Double::isFinite);
        counts.merge("possible", 1, Integer::sum);
      } catch (SpecException refused) {
        assertThat(refused.getMessage()).doesNotContain("\n").contains(": ");
        counts.merge("refused", 1, Integer::sum);
      }
    }
    assertThat(counts.get("possible")).isGreaterThan(40);
    assertThat(counts.get("refused")).isGreaterThan(40);
  }

  /** Published methods as rows of the table: all of them can be. */
  @ParameterizedTest
  @CsvSource({
    "linear-betas,   noise,    identity,      index,     simple,        discrete,           all",
    "cosine-betas,   noise,    identity,      index,     simple,        discrete,           all",
    "cosine-betas,   noise,    identity,      index,     vlb,           discrete,           all",
    "cosine-betas,   noise,    identity,      index,     simple,        loss-second-moment, all",
    "cosine-betas,   v,        identity,      index,     min-snr,       discrete,           all",
    "zero-snr-betas, v,        identity,      index,     truncated-snr, discrete,           all",
    "vp,             noise,    identity,      time,      simple,        uniform,       trailing",
    "vp,             noise,    identity,      time,      likelihood,    uniform,       trailing",
    "sub-vp,         noise,    identity,      time,      simple,        uniform,       trailing",
    "ve,             score,    identity,      log-sigma, simple,        uniform,       trailing",
    "edm,            edm,      unit-variance, log-sigma, edm,           log-normal-sigma, trailing",
    "rectified-flow, velocity, identity,      time,      unit-velocity, uniform,       trailing",
    "rectified-flow, velocity, identity,      time,      unit-velocity, logit-normal,  trailing",
    "ncsn-levels,    score,    identity,      index,     simple,        discrete,           all",
  })
  void methodsOfTheLiteratureAreRecipes(
      String path,
      String target,
      String scale,
      String noiseLevelInput,
      String weighting,
      String times,
      String grid) {
    DiffusionRecipe recipe =
        Settings.apply(
            Recipes.diffusion("ddpm"),
            Map.of(
                "path", path,
                "target", target,
                "scale", scale,
                "noiseLevelInput", noiseLevelInput,
                "weighting", weighting,
                "times", times,
                "solver", "ddim",
                "grid", grid,
                "steps", path.equals("ncsn-levels") ? "10" : "1000"));
    assertThat(coefficients(recipe)).allMatch(Double::isFinite);
  }

  private static String any(Registry<?> registry, Random random) {
    Collection<String> names = registry.names();
    return List.copyOf(names).get(random.nextInt(names.size()));
  }

  /** All that training and sampling compute from the time alone. */
  private static DoubleStream coefficients(DiffusionRecipe recipe) {
    DiffusionMethod method = DiffusionMethod.of(recipe);
    Weighting weighting = Catalog.WEIGHTINGS.make(recipe.loss().weighting());
    double[] uniforms = {0, 1e-9, 0.01, 0.5, 0.99, 1 - 1e-9};
    DoubleStream trained =
        DoubleStream.of(
            Catalog.TIMES.make(recipe.loss().times()).sample(method.path(), uniforms).t());
    DoubleStream sampled = DoubleStream.of(method.plan().sampler().times()).filter(t -> t > 0);
    return DoubleStream.concat(
        trained.flatMap(
            t ->
                DoubleStream.of(
                    method.path().alpha(t),
                    method.path().sigma(t),
                    method.parameterization().target().x0Coefficient(method.path(), t),
                    method.parameterization().target().epsCoefficient(method.path(), t),
                    method.parameterization().inputScale().at(method.path(), t),
                    method.parameterization().noiseLevelInput().at(method.path(), t),
                    weighting.onTarget(method.path(), t, method.parameterization().target()))),
        sampled.flatMap(
            t ->
                DoubleStream.of(
                    method.parameterization().inputScale().at(method.path(), t),
                    method.parameterization().noiseLevelInput().at(method.path(), t),
                    method.parameterization().target().toX0(method.path(), t).xCoefficient(),
                    method.parameterization().target().toX0(method.path(), t).yCoefficient())));
  }
}
