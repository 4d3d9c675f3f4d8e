package io.inkwash.studio.api;

import io.inkwash.process.GaussianPath;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.weighting.Weighting;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A recipe's settings and the curves of its process. */
public final class ExplainApi {
  private static final int POINTS = 101;

  private final Models models;

  /** Explains recipes, and those of models. */
  public ExplainApi(Models models) {
    this.models = models;
  }

  /** Adds the endpoint. */
  public void route(Router router) {
    router.add("POST", "/api/v1/explain", this::explain);
  }

  private Response explain(Request request) {
    Fields fields = request.json();
    Optional<String> name = fields.text("recipe");
    Optional<String> run = fields.text("run");
    Map<String, String> settings = fields.map("settings");
    int points = fields.integer("points", 2, 1001).orElse(POINTS);
    fields.requireKnown();
    if (name.isPresent() == run.isPresent()) {
      throw RequestException.field("recipe", "one of recipe and run is needed");
    }
    Recipe base =
        run.map(id -> models.run(id).recipe())
            .orElseGet(() -> Reasons.of("recipe", () -> Recipes.named(name.orElseThrow())));
    return Response.json(facts(changed(base, settings), points));
  }

  /**
   * A recipe with settings changed.
   *
   * @throws RequestException naming the setting as a field, {@code settings.KEY}
   */
  static Recipe changed(Recipe base, Map<String, String> settings) {
    settings.forEach((key, value) -> Specs.requireFileless("settings." + key, value));
    settings.forEach(
        (key, value) -> {
          if (settings.size() == 1) {
            Reasons.of("settings." + key, () -> Settings.apply(base, Map.of(key, value)));
          }
        });
    return Reasons.of("settings", () -> Settings.apply(base, settings));
  }

  /** All about a recipe. */
  static Map<String, Object> facts(Recipe recipe, int points) {
    Map<String, Object> facts = new LinkedHashMap<>(CatalogApi.facts(recipe));
    facts.put("evaluations", 0);
    if (recipe instanceof DiffusionRecipe diffusion) {
      DiffusionRecipe.Sampling sampling = diffusion.sampling();
      DiffusionMethod method = DiffusionMethod.of(diffusion);
      facts.put(
          "evaluations", Catalog.SOLVERS.make(sampling.solver()).evaluations(sampling.steps()));
      facts.put(
          "curves",
          curves(method.path(), Catalog.WEIGHTINGS.make(diffusion.loss().weighting()), points));
      facts.put("grid", method.plan().sampler().times());
    }
    return facts;
  }

  private static Map<String, double[]> curves(GaussianPath path, Weighting weighting, int points) {
    double[] t = new double[points];
    for (int i = 0; i < points; i++) {
      t[i] = path.snap(path.spread((double) i / (points - 1)));
    }
    t = Arrays.stream(t).filter(time -> time > 0).distinct().toArray();
    double[] log = Arrays.stream(t).map(time -> weighting.logOnX0(path, time)).toArray();
    double most = Arrays.stream(log).filter(Double::isFinite).max().orElse(0);
    Map<String, double[]> curves = new LinkedHashMap<>();
    curves.put("t", t);
    curves.put("alpha", Arrays.stream(t).map(path::alpha).toArray());
    curves.put("sigma", Arrays.stream(t).map(path::sigma).toArray());
    curves.put(
        "logSnr",
        Arrays.stream(t).map(time -> Math.max(-100, Math.min(100, path.logSnr(time)))).toArray());
    curves.put("weight", Arrays.stream(log).map(value -> Math.exp(value - most)).toArray());
    return curves;
  }
}
