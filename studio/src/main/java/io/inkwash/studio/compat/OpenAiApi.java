package io.inkwash.studio.compat;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.recipe.Recipe;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.api.Desk;
import io.inkwash.studio.http.ErrorForm;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.work.DrawTask;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import io.inkwash.studio.work.Models;
import io.inkwash.studio.work.Reasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's images API: {@code POST /v1/images/generations} and {@code GET /v1/models}. A model of
 * captions takes prompts of the words that it learned, a model of classes one that names a class,
 * and an unconditional model any.
 */
public final class OpenAiApi {
  private static final ErrorForm ERRORS = new OpenAiErrors();
  private static final int MOST_IMAGES = 10;
  private static final int LONGEST_PROMPT = 32_000;

  private final Models models;
  private final Desk desk;

  /** Draws by models. */
  public OpenAiApi(Models models, Desk desk) {
    this.models = models;
    this.desk = desk;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("POST", "/v1/images/generations", this::generate, ERRORS)
        .add("GET", "/v1/models", request -> Response.json(all()), ERRORS)
        .add("GET", "/v1/models/{id}", this::model, ERRORS);
  }

  private Map<String, Object> all() {
    return Map.of("object", "list", "data", models.ids().stream().map(OpenAiApi::facts).toList());
  }

  private Response model(Request request) {
    String id = request.path("id");
    models.run(id);
    return Response.json(facts(id));
  }

  private static Map<String, Object> facts(String id) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", id);
    facts.put("object", "model");
    facts.put("created", 0);
    facts.put("owned_by", "inkwash");
    return facts;
  }

  private Response generate(Request request) {
    Fields fields = request.json();
    String prompt =
        fields
            .text("prompt", LONGEST_PROMPT)
            .orElseThrow(() -> fields.fault("prompt", "is missing"));
    String model = fields.text("model").orElseGet(() -> models.ids().get(0));
    Recipe recipe = models.run(model).recipe();
    int count = fields.integer("n", 1, MOST_IMAGES).orElse(1);
    long seed = fields.whole("seed", 0, Long.MAX_VALUE).orElseGet(Seeds::any);
    requireSize(fields, recipe.data());
    boolean url = url(fields);
    if (fields.flag("stream")) {
      throw fields.fault("stream", "is true; allowed: false");
    }
    DrawingWords words = DrawingWords.usual(seed);
    GenerateOptions requested =
        Reasons.of(
            "prompt",
            () -> {
              GenerateOptions options = Prompts.in(words, prompt, "", recipe).options(recipe);
              options.request().of(recipe.condition());
              return options;
            });
    Job job = new Job("draw", Map.of(), false);
    desk.device().submit(DrawTask.byImage(job, model, requested, count));
    if (url) {
      desk.jobs().add(job);
    }
    String host = "http://" + request.header("Host").orElse("localhost");
    return new Finished(job, () -> answer(job, url, host, recipe.data()));
  }

  private static boolean url(Fields fields) {
    String form = fields.text("response_format").orElse("b64_json");
    if (!form.equals("url") && !form.equals("b64_json")) {
      throw fields.fault("response_format", "is " + form + "; allowed: b64_json, url");
    }
    return form.equals("url");
  }

  private static void requireSize(Fields fields, ImageSpec data) {
    String own = data.width() + "x" + data.height();
    String size = fields.text("size").orElse("auto");
    if (!size.equals("auto") && !size.equals(own)) {
      throw fields.fault("size", "is " + size + "; the model draws " + own);
    }
  }

  private static Map<String, Object> answer(Job job, boolean url, String host, ImageSpec data) {
    List<Map<String, Object>> images = new ArrayList<>();
    List<JobImage> made = job.images();
    for (int k = 0; k < made.size(); k++) {
      images.add(
          url
              ? Map.of("url", host + "/api/v1/jobs/" + job.id() + "/images/" + k)
              : Map.of("b64_json", Base64.getEncoder().encodeToString(made.get(k).png())));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("created", Instant.now().getEpochSecond());
    answer.put("output_format", "png");
    answer.put("size", data.width() + "x" + data.height());
    answer.put("data", images);
    return answer;
  }
}
