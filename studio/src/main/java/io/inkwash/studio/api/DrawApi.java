package io.inkwash.studio.api;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.model.Capability;
import io.inkwash.model.Families;
import io.inkwash.model.Run;
import io.inkwash.model.ShippedModels;
import io.inkwash.picture.Metadata;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.work.DrawTask;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.Models;
import io.inkwash.studio.work.Reasons;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Models, images that they draw, and what a picture says of how it was drawn. */
public final class DrawApi {
  private static final int MOST_IMAGES = 256;

  private final Models models;
  private final Desk desk;

  /** Draws by models. */
  public DrawApi(Models models, Desk desk) {
    this.models = models;
    this.desk = desk;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("GET", "/api/v1/models", request -> Response.json(all()))
        .add("POST", "/api/v1/draw", this::draw)
        .add("POST", "/api/v1/pictures", this::picture);
  }

  private List<Map<String, Object>> all() {
    return models.ids().stream().map(this::facts).toList();
  }

  private Map<String, Object> facts(String id) {
    Run run = models.run(id);
    Recipe recipe = run.recipe();
    ImageSpec data = recipe.data();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("about", about(id, recipe));
    facts.put("family", Families.nameOf(recipe));
    facts.put("recipe", recipe.name());
    facts.put("step", RunSummary.of(run.directory().root()).counters().step());
    facts.put("channels", data.channels());
    facts.put("height", data.height());
    facts.put("width", data.width());
    facts.put("classes", data.classNames());
    facts.put("prompts", recipe.readsCaptions());
    facts.put(
        "capabilities",
        Stream.of(Capability.values())
            .filter(capability -> capability.of(Families.modelTypeOf(recipe)))
            .map(capability -> capability.name().toLowerCase(java.util.Locale.ROOT))
            .toList());
    if (recipe instanceof DiffusionRecipe diffusion) {
      facts.put("sampling", diffusion.sampling());
    }
    return facts;
  }

  private String about(String id, Recipe recipe) {
    return ShippedModels.MODELS.entries().stream()
        .filter(entry -> models.shipped(id) && entry.name().equals(id))
        .map(entry -> entry.about())
        .findFirst()
        .orElse(recipe.about());
  }

  private Response draw(Request request) {
    Fields fields = request.json();
    String model = fields.requiredText("model");
    Recipe recipe = models.run(model).recipe();
    GenerateOptions requested = Words.options(fields, models.run(model));
    int count = fields.integer("count", 1, MOST_IMAGES).orElse(1);
    boolean film = fields.flag("film");
    fields.requireKnown();
    Map<String, String> settings = Words.settings(model, recipe, requested);
    settings.put("inkwash:count", Integer.toString(count));
    Job job = new Job("draw", settings, film);
    return desk.accepted(DrawTask.byImage(job, model, requested, count));
  }

  private Response picture(Request request) {
    byte[] file = request.body(Uploads.LARGEST);
    Metadata text = Reasons.of("body", () -> Metadata.of(file));
    ImageShape shape = Uploads.decoded("body", file).shape();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("width", shape.width());
    facts.put("height", shape.height());
    facts.put("text", text.entries());
    words(text).ifPresent(words -> facts.put("request", request(text, words)));
    return Response.json(facts);
  }

  private static Optional<DrawingWords> words(Metadata text) {
    try {
      return DrawingWords.of(text);
    } catch (IllegalArgumentException damaged) {
      throw RequestException.field("body", "the picture's text is damaged");
    }
  }

  /** The request that draws a picture again: its model, if it is here, and image 0 to its own. */
  private Map<String, Object> request(Metadata text, DrawingWords words) {
    Map<String, Object> request = new LinkedHashMap<>();
    text.value("model").filter(models.ids()::contains).ifPresent(id -> request.put("model", id));
    words.solver().ifPresent(word -> request.put("solver", word));
    words.grid().ifPresent(word -> request.put("grid", word));
    words.steps().ifPresent(number -> request.put("steps", number));
    words.threshold().ifPresent(word -> request.put("threshold", word));
    words.guidance().ifPresent(word -> request.put("guidance", word));
    if (words.prompts().isEmpty()) {
      request.put("classes", words.classes());
    } else {
      request.put("prompt", String.join("\n", words.prompts()));
    }
    words.negative().ifPresent(away -> request.put("negativePrompt", away));
    request.put("seed", words.seed());
    int image =
        text.value("image")
            .filter(word -> word.matches("\\d{1,3}"))
            .map(Integer::valueOf)
            .orElse(0);
    request.put("count", Math.min(MOST_IMAGES, image + 1));
    return request;
  }
}
