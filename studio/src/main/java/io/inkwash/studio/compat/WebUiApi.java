package io.inkwash.studio.compat;

import io.inkwash.file.Json;
import io.inkwash.recipe.naming.PeerNames;
import io.inkwash.studio.api.Desk;
import io.inkwash.studio.http.ErrorForm;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.JobImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * AUTOMATIC1111's API, {@code /sdapi/v1}. Image k of a request has seed plus k, as there; images
 * are of the model's size, whatever size is named.
 */
public final class WebUiApi {
  private static final ErrorForm ERRORS = new WebUiErrors();

  private final Models models;
  private final Desk desk;
  private final Set<Job> running = ConcurrentHashMap.newKeySet();

  /** Draws by models. */
  public WebUiApi(Models models, Desk desk) {
    this.models = models;
    this.desk = desk;
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("POST", "/sdapi/v1/txt2img", request -> draw(request, false), ERRORS)
        .add("POST", "/sdapi/v1/img2img", request -> draw(request, true), ERRORS)
        .add("GET", "/sdapi/v1/samplers", request -> Response.json(samplers()), ERRORS)
        .add("GET", "/sdapi/v1/sd-models", request -> Response.json(checkpoints()), ERRORS)
        .add("GET", "/sdapi/v1/progress", request -> Response.json(progress()), ERRORS)
        .add("POST", "/sdapi/v1/interrupt", request -> interrupt(), ERRORS);
  }

  private Response draw(Request request, boolean fromImage) {
    WebUiRequest wanted = WebUiRequest.of(request.json(), models, fromImage);
    Job job = new Job(fromImage ? "variations" : "draw", Map.of(), false);
    desk.device().submit(wanted.task(job));
    running.add(job);
    Finished finished = new Finished(job, () -> answer(wanted, job));
    return exchange -> {
      try {
        finished.send(exchange);
      } finally {
        running.remove(job);
      }
    };
  }

  private static Map<String, Object> answer(WebUiRequest wanted, Job job) {
    List<String> images = new ArrayList<>();
    for (JobImage image : job.images()) {
      images.add(Base64.getEncoder().encodeToString(image.png()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("images", images);
    answer.put("parameters", wanted.parameters());
    answer.put("info", Json.line(wanted.info(job)));
    return answer;
  }

  private static List<Map<String, Object>> samplers() {
    List<Map<String, Object>> samplers = new ArrayList<>();
    for (PeerNames.Row row : PeerNames.rows()) {
      for (String name : row.webPage()) {
        samplers.add(Map.of("name", name, "aliases", row.comfyUi(), "options", Map.of()));
      }
    }
    return samplers;
  }

  private List<Map<String, Object>> checkpoints() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (String id : models.drawing()) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("title", id);
      facts.put("model_name", id);
      facts.put("hash", null);
      facts.put("sha256", null);
      facts.put("filename", id);
      facts.put("config", null);
      all.add(facts);
    }
    return all;
  }

  private Map<String, Object> progress() {
    double progress = running.stream().mapToDouble(Job::progress).average().orElse(0);
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("skipped", false);
    state.put("interrupted", false);
    state.put("stopping_generation", false);
    state.put("job", running.isEmpty() ? "" : "txt2img");
    state.put("job_count", running.size());
    state.put("job_timestamp", "0");
    state.put("job_no", 0);
    state.put("sampling_step", (int) (100 * progress));
    state.put("sampling_steps", running.isEmpty() ? 0 : 100);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("progress", progress);
    facts.put("eta_relative", 0.0);
    facts.put("state", state);
    facts.put("current_image", null);
    facts.put("textinfo", null);
    return facts;
  }

  private Response interrupt() {
    running.forEach(Job::cancel);
    return Response.json(Map.of());
  }

  /** The refusal of a sampler that is not known, as there. */
  static RequestException noSampler() {
    return new RequestException(404, "Sampler not found");
  }
}
