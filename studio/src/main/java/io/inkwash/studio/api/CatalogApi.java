package io.inkwash.studio.api;

import io.inkwash.catalog.Registry;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.NamedSet;
import io.inkwash.evaluate.EvaluationMetrics;
import io.inkwash.model.Families;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.recipe.SettingLines;
import io.inkwash.recipe.Settings;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.work.CatalogFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to choose from: values by kind, recipes with their settings, sets of images. */
public final class CatalogApi {

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("GET", "/api/v1/catalog", request -> Response.json(kinds()))
        .add("GET", "/api/v1/catalog/{kind}", CatalogApi::kind)
        .add("GET", "/api/v1/recipes", request -> Response.json(recipes()))
        .add("GET", "/api/v1/recipes/{name}", CatalogApi::recipe)
        .add("GET", "/api/v1/datasets", request -> Response.json(dataSets()));
  }

  private static List<Map<String, Object>> kinds() {
    return EvaluationMetrics.registries().stream()
        .<Map<String, Object>>map(CatalogFacts::of)
        .toList();
  }

  private static Response kind(Request request) {
    String kind = request.path("kind");
    return EvaluationMetrics.registries().stream()
        .filter(registry -> registry.kind().equals(kind))
        .findFirst()
        .map(registry -> Response.json(CatalogFacts.of(registry)))
        .orElseThrow(() -> RequestException.notFound("there is no such kind"));
  }

  private static List<Map<String, String>> recipes() {
    return Recipes.all().stream()
        .map(
            recipe ->
                Map.of(
                    "name", recipe.name(),
                    "about", recipe.about(),
                    "family", Families.nameOf(recipe)))
        .toList();
  }

  private static Response recipe(Request request) {
    String name = request.path("name");
    Recipe recipe =
        Recipes.all().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> RequestException.notFound("there is no such recipe"));
    return Response.json(facts(recipe));
  }

  /** A recipe with its settings. */
  static Map<String, Object> facts(Recipe recipe) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", recipe.name());
    facts.put("about", recipe.about());
    facts.put("family", Families.nameOf(recipe));
    facts.put(
        "settings",
        Settings.of(recipe).entrySet().stream()
            .map(setting -> facts(setting.getKey(), setting.getValue()))
            .toList());
    return facts;
  }

  private static Map<String, String> facts(String key, String value) {
    Map<String, String> facts = new LinkedHashMap<>();
    String kind = key.substring(key.lastIndexOf('.') + 1);
    facts.put("key", key);
    facts.put("about", SettingLines.about(key));
    facts.put("value", value);
    if (Catalog.holds(kind)) {
      facts.put("type", "choice");
      facts.put("kind", kind);
    } else {
      facts.put("type", type(value));
    }
    return facts;
  }

  private static String type(String value) {
    if (value.matches("-?\\d+")) {
      return "whole";
    }
    return value.matches("-?(\\d+\\.?\\d*([eE]-?\\d+)?|Infinity)") ? "number" : "text";
  }

  private static List<Map<String, Object>> dataSets() {
    return DataSets.named().stream().map(CatalogApi::facts).toList();
  }

  private static Map<String, Object> facts(NamedSet set) {
    return Map.of("name", set.name(), "about", set.about());
  }

  /**
   * Refuses images that are not of a named set: a request names no files of the server.
   *
   * @throws RequestException naming the field {@code data}
   */
  static String requireSet(String word) {
    List<String> names = DataSets.named().stream().map(NamedSet::name).toList();
    return Reasons.of(
        "data",
        () -> {
          if (!names.contains(word)) {
            throw Registry.unknown("there is no data set", word, names);
          }
          return word;
        });
  }
}
