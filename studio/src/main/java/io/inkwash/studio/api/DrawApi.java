package io.inkwash.studio.api;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.picture.Metadata;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.studio.work.DrawTask;
import io.inkwash.studio.work.Job;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
        .add("GET", "/api/v1/models", request -> Response.json(models.facts()))
        .add("POST", "/api/v1/draw", this::draw)
        .add("POST", "/api/v1/pictures", this::picture);
  }

  private Response draw(Request request) {
    Fields fields = request.json();
    ServedModel model = models.model(fields.requiredText("model"));
    GenerateOptions requested = Words.options(fields, model);
    ImageSpec pictures = Words.pictures(fields, model);
    int count = Words.count(fields, pictures, MOST_IMAGES, 1);
    boolean film = fields.flag("film");
    fields.requireKnown();
    Map<String, String> settings = model.settings(requested, pictures);
    settings.put("inkwash:count", Integer.toString(count));
    Job job = new Job("draw", settings, film);
    return desk.accepted(DrawTask.byImage(job, model.id(), requested, pictures, count));
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
    whole(text, "width").ifPresent(width -> request.put("width", width));
    whole(text, "height").ifPresent(height -> request.put("height", height));
    int image = whole(text, "image").orElse(0);
    request.put("count", Math.min(MOST_IMAGES, image + 1));
    return request;
  }

  private static Optional<Integer> whole(Metadata text, String key) {
    return text.value(key).filter(word -> word.matches("\\d{1,4}")).map(Integer::valueOf);
  }
}
