package io.inkwash.studio.api;

import io.inkwash.picture.ImageIo;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.work.DeviceThread;
import io.inkwash.studio.work.Film;
import io.inkwash.studio.work.Job;
import io.inkwash.studio.work.RunFacts;
import io.inkwash.studio.work.Trainings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Jobs: how they stand, what happens, their images and films, the queue. */
public final class JobsApi {
  private final Desk desk;
  private final Trainings trainings;
  private final Models models;
  private final RunFacts facts;

  /** The jobs of a desk and the trainings beside them. */
  public JobsApi(Desk desk, Models models, Trainings trainings) {
    this.desk = desk;
    this.models = models;
    this.trainings = trainings;
    facts = new RunFacts(models.runs(), trainings);
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("GET", "/api/v1/queue", request -> Response.json(queue()))
        .add("GET", "/api/v1/jobs/{id}", request -> Response.json(desk.facts(job(request))))
        .add("DELETE", "/api/v1/jobs/{id}", this::remove)
        .add("GET", "/api/v1/jobs/{id}/events", this::events)
        .add("GET", "/api/v1/jobs/{id}/images/{index}", this::image)
        .add("GET", "/api/v1/jobs/{id}/film", this::film)
        .add("GET", "/api/v1/jobs/{id}/film/{image}/{step}/{what}", this::frame);
  }

  private Job job(Request request) {
    return desk.jobs().job(request.path("id"));
  }

  private Map<String, Object> queue() {
    Map<String, Object> queue = new LinkedHashMap<>();
    queue.put("length", desk.device().length());
    queue.put("capacity", DeviceThread.CAPACITY);
    queue.put("jobs", desk.jobs().all().stream().map(desk::facts).toList());
    queue.put(
        "trainings",
        trainings.active().stream()
            .flatMap(training -> models.runs().find(training.id()).stream())
            .map(facts::of)
            .toList());
    return queue;
  }

  private Response remove(Request request) {
    desk.jobs().remove(job(request));
    return Response.empty(204);
  }

  private Response events(Request request) {
    Job job = job(request);
    return job.follow(desk.device().position(job));
  }

  private Response image(Request request) {
    return job(request)
        .image((int) Math.min(Integer.MAX_VALUE, request.number("index")))
        .map(image -> Response.png(image.png()))
        .orElseThrow(() -> RequestException.notFound("the job has no such image yet"));
  }

  private Film filmOf(Request request) {
    return job(request)
        .film()
        .orElseThrow(() -> RequestException.notFound("the job keeps no film; draw with film"));
  }

  private Response film(Request request) {
    Film film = filmOf(request);
    return Response.json(Map.of("images", film.images(), "frames", film.moments()));
  }

  private Response frame(Request request) {
    String what = request.path("what");
    if (!what.equals("state") && !what.equals("estimate")) {
      throw RequestException.notFound("there is no such picture; allowed: state, estimate");
    }
    int image = (int) Math.min(Integer.MAX_VALUE, request.number("image"));
    int step = (int) Math.min(Integer.MAX_VALUE, request.number("step"));
    return filmOf(request)
        .picture(image, step, what.equals("estimate"))
        .map(picture -> Response.png(ImageIo.png(picture)))
        .orElseThrow(() -> RequestException.notFound("the film has no such picture"));
  }
}
