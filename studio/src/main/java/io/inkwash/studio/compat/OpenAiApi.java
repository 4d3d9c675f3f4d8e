package io.inkwash.studio.compat;

import io.inkwash.data.ImageSpec;
import io.inkwash.generate.GenerateOptions;
import io.inkwash.request.DrawingWords;
import io.inkwash.studio.api.Desk;
import io.inkwash.studio.http.ErrorForm;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.model.ServedModel;
import io.inkwash.studio.work.DrawTask;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenAI's images API: {@code POST /v1/images/generations} and {@code GET /v1/models}. A model of
 * captions takes prompts of the words that it learned, a model of classes one that names a class,
 * and an unconditional model any.
 */
public final class OpenAiApi {
  private static final ErrorForm ERRORS = new OpenAiErrors();
  private static final int MOST_IMAGES = 10;
  private static final int LONGEST_PROMPT = 32_000;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

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
    return Map.of(
        "object", "list", "data", models.drawing().stream().map(OpenAiApi::facts).toList());
  }

  private Response model(Request request) {
    String id = request.path("id");
    models.model(id);
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
    ServedModel model = models.model(fields.text("model").orElseGet(() -> models.usual()));
    int count = fields.integer("n", 1, MOST_IMAGES).orElse(1);
    long seed = fields.whole("seed", 0, Long.MAX_VALUE).orElseGet(Seeds::any);
    ImageSpec pictures = pictures(fields, model);
    boolean url = url(fields);
    if (fields.flag("stream")) {
      throw fields.fault("stream", "is true; allowed: false");
    }
    DrawingWords usual = DrawingWords.usual(seed);
    DrawingWords words = Reasons.of("prompt", () -> Prompts.in(usual, prompt, "", model));
    GenerateOptions requested = Reasons.of("prompt", () -> model.options(words));
    Reasons.check("prompt", () -> model.requireMeaning(requested, false));
    Reasons.check("model", () -> model.check(words));
    Job job = new Job("draw", Map.of(), false);
    desk.device().submit(DrawTask.byImage(job, model.id(), requested, pictures, count));
    if (url) {
      desk.jobs().add(job);
    }
    String host = "http://" + request.header("Host").orElse("localhost");
    return new Finished(job, () -> answer(job, url, host, pictures));
  }

  private static boolean url(Fields fields) {
    String form = fields.text("response_format").orElse("b64_json");
    if (!form.equals("url") && !form.equals("b64_json")) {
      throw fields.fault("response_format", "is " + form + "; allowed: b64_json, url");
    }
    return form.equals("url");
  }

  private static ImageSpec pictures(Fields fields, ServedModel model) {
    String size = fields.text("size").orElse("auto");
    if (size.equals("auto")) {
      return model.data();
    }
    Matcher sides = SIZE.matcher(size);
    if (!sides.matches()) {
      throw fields.fault("size", "is " + size + "; allowed: auto, or such as 512x512");
    }
    return Reasons.of("size", () -> model.pictures(side(sides, 1), side(sides, 2)));
  }

  private static OptionalInt side(Matcher sides, int group) {
    return OptionalInt.of(Integer.parseInt(sides.group(group)));
  }

  private static Map<String, Object> answer(Job job, boolean url, String host, ImageSpec pictures) {
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
    answer.put("size", pictures.width() + "x" + pictures.height());
    answer.put("data", images);
    return answer;
  }
}
