package io.inkwash.studio.api;

import io.inkwash.evaluate.EvaluationLog;
import io.inkwash.evaluate.RunSummary;
import io.inkwash.file.FileException;
import io.inkwash.model.Run;
import io.inkwash.recipe.Settings;
import io.inkwash.studio.http.EventStream;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.work.MetricsTable;
import io.inkwash.studio.work.RunFacts;
import io.inkwash.studio.work.RunWatch;
import io.inkwash.studio.work.Trainings;
import io.inkwash.train.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of the folder: all, one, its log, its pictures, what happens to it, several compared.
 */
public final class RunsApi {
  private static final int POINTS = 2000;
  private static final int MOST_COMPARED = 8;
  private static final int CURVE = 101;

  private final Models models;
  private final Trainings trainings;
  private final RunFacts facts;

  /** Runs of the models' folder, with what is known of their trainings. */
  public RunsApi(Models models, Trainings trainings) {
    this.models = models;
    this.trainings = trainings;
    facts = new RunFacts(models.runs(), trainings);
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("GET", "/api/v1/runs", request -> Response.json(facts.all()))
        .add("GET", "/api/v1/runs/{run}", this::run)
        .add("DELETE", "/api/v1/runs/{run}", this::delete)
        .add("GET", "/api/v1/runs/{run}/metrics", this::metrics)
        .add("GET", "/api/v1/runs/{run}/events", this::events)
        .add("GET", "/api/v1/runs/{run}/samples/{step}", this::sample)
        .add("GET", "/api/v1/compare", this::compare);
  }

  private Path folder(Request request) {
    return models.runs().run(request.path("run"));
  }

  private Response run(Request request) {
    Path folder = folder(request);
    RunDirectory directory = RunDirectory.open(folder);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("summary", facts.of(folder));
    try {
      Run run = Run.open(folder);
      all.put("explanation", ExplainApi.facts(run.recipe(), CURVE));
      all.put("provenance", run.provenance());
    } catch (FileException damaged) {
      all.put("provenance", Map.of());
    }
    all.put("samples", directory.sampled());
    all.put("checkpoints", directory.steps());
    all.put("evaluations", evaluations(directory));
    return Response.json(all);
  }

  private static List<EvaluationLog.Line> evaluations(RunDirectory directory) {
    try {
      return EvaluationLog.lines(directory);
    } catch (FileException damaged) {
      return List.of();
    }
  }

  private Response delete(Request request) {
    Path folder = folder(request);
    String id = models.runs().id(folder);
    if (RunDirectory.open(folder).isLocked()
        || trainings.active().stream().anyMatch(training -> training.id().equals(id))) {
      throw new RequestException(409, "the run is being trained; stop it first");
    }
    RunSummary.of(folder).delete();
    trainings.forget(id);
    return Response.empty(204);
  }

  private Response metrics(Request request) {
    Path file = RunDirectory.open(folder(request)).metrics();
    long after = request.query("after", 0, 0, Long.MAX_VALUE);
    int points = (int) request.query("points", POINTS, 2, 20_000);
    return Response.json(MetricsTable.read(file).after(after).columns(points));
  }

  private Response events(Request request) {
    Path folder = folder(request);
    return EventStream.limited(() -> new RunWatch(folder, facts));
  }

  private Response sample(Request request) {
    Path file = RunDirectory.open(folder(request)).samples(request.number("step"));
    if (!Files.isRegularFile(file)) {
      throw RequestException.notFound("there is no sample picture of that step");
    }
    try {
      return Response.png(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Response compare(Request request) {
    List<String> ids = List.of(request.query("run").orElse("").split(",", -1));
    if (ids.size() < 2 || ids.size() > MOST_COMPARED) {
      throw RequestException.field(
          "run", "run is no list of 2 to " + MOST_COMPARED + " ids with commas between");
    }
    int points = (int) request.query("points", 500, 2, 5000);
    List<Path> folders = ids.stream().map(models.runs()::run).toList();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("runs", folders.stream().map(facts::of).toList());
    all.put("settings", differing(folders));
    all.put(
        "metrics",
        folders.stream()
            .map(folder -> MetricsTable.read(RunDirectory.open(folder).metrics()).columns(points))
            .toList());
    return Response.json(all);
  }

  /** The settings that are not the same in all runs. */
  private static List<Map<String, Object>> differing(List<Path> folders) {
    List<Map<String, String>> each = new ArrayList<>();
    for (Path folder : folders) {
      Map<String, String> settings = new LinkedHashMap<>();
      try {
        Run run = Run.open(folder);
        settings.put("recipe", run.recipe().name());
        settings.putAll(Settings.of(run.recipe()));
      } catch (FileException damaged) {
        settings.put("recipe", "");
      }
      each.add(settings);
    }
    Set<String> keys = new LinkedHashSet<>();
    each.forEach(settings -> keys.addAll(settings.keySet()));
    List<Map<String, Object>> differing = new ArrayList<>();
    for (String key : keys) {
      List<String> values = each.stream().map(settings -> settings.getOrDefault(key, "")).toList();
      if (values.stream().distinct().count() > 1) {
        differing.add(Map.of("key", key, "values", values));
      }
    }
    return differing;
  }
}
