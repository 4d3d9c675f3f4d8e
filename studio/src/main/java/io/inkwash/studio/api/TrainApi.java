package io.inkwash.studio.api;

import io.inkwash.data.open.Reading;
import io.inkwash.recipe.Recipe;
import io.inkwash.recipe.Recipes;
import io.inkwash.request.NewRun;
import io.inkwash.request.Resumption;
import io.inkwash.request.TrainingLength;
import io.inkwash.studio.http.Fields;
import io.inkwash.studio.http.Request;
import io.inkwash.studio.http.RequestException;
import io.inkwash.studio.http.Response;
import io.inkwash.studio.http.Router;
import io.inkwash.studio.model.Models;
import io.inkwash.studio.model.Reasons;
import io.inkwash.studio.work.RunFacts;
import io.inkwash.studio.work.Training;
import io.inkwash.studio.work.Trainings;
import io.inkwash.train.RunDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Trainings: begin, go on, stop. What the command line refuses is refused here, by field. */
public final class TrainApi {
  private static final long MOST_STEPS = 1_000_000_000_000L;
  private static final int LARGEST_SIDE = 1024;

  private final Models models;
  private final Trainings trainings;
  private final RunFacts facts;

  /** Trains in the models' folder. */
  public TrainApi(Models models, Trainings trainings) {
    this.models = models;
    this.trainings = trainings;
    facts = new RunFacts(models.runs(), trainings);
  }

  /** Adds the endpoints. */
  public void route(Router router) {
    router
        .add("POST", "/api/v1/runs", this::begin)
        .add("POST", "/api/v1/runs/{run}/resume", this::resume)
        .add("POST", "/api/v1/runs/{run}/stop", this::stop);
  }

  private Response begin(Request request) {
    Fields fields = request.json();
    Path folder = models.runs().fresh(fields.requiredText("name"));
    String data = CatalogApi.requireSet(fields.requiredText("data"));
    Optional<Path> from =
        fields.text("from").map(id -> Reasons.of("from", () -> models.runs().run(id)));
    Reading reading = clustered(fields);
    boolean conditional = fields.flag("conditional") || reading.clustered();
    Recipe recipe = recipe(fields, from, conditional);
    NewRun plan =
        new NewRun(
            folder,
            data,
            fields.integer("size", 1, LARGEST_SIDE).orElse(0),
            reading,
            recipe,
            conditional,
            fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0),
            from);
    Training.Order order = order(fields, Map.of(), TrainingLength.usual());
    boolean check = fields.flag("check");
    fields.requireKnown();
    Reasons.of(
        "name",
        () -> {
          RunDirectory.requireFree(folder);
          return folder;
        });
    return trainings
        .begin(plan, order, check)
        .map(training -> Response.json(202, facts.of(folder)))
        .orElseGet(() -> Response.empty(204));
  }

  private static Reading clustered(Fields fields) {
    OptionalInt clusters = fields.integer("clusters", 2, Reading.MOST_CLUSTERS);
    return clusters.isEmpty() ? Reading.DEFAULT : Reading.DEFAULT.withClusters(clusters.getAsInt());
  }

  private Recipe recipe(Fields fields, Optional<Path> from, boolean conditional) {
    Optional<String> name = fields.text("recipe");
    Recipe base =
        name.isEmpty() && from.isPresent()
            ? Reasons.of("from", () -> models.run(models.runs().id(from.get())).recipe())
            : Reasons.of("recipe", () -> Recipes.named(name.orElse("ddpm")));
    Map<String, String> settings = fields.map("settings");
    ExplainApi.changed(base, settings);
    return Reasons.of("settings", () -> NewRun.recipe(base, settings, conditional));
  }

  private static Training.Order order(
      Fields fields, Map<String, String> changes, TrainingLength usual) {
    return new Training.Order(
        changes,
        fields.object("length").map(TrainApi::length).orElse(usual),
        fields.whole("checkpointEvery", 1, MOST_STEPS).orElse(500),
        fields.whole("sampleEvery", 0, MOST_STEPS).orElse(1000),
        fields.integer("keep", 1, 1000).orElse(3),
        fields.flag("tensorboard"));
  }

  private static TrainingLength length(Fields fields) {
    List<TrainingLength> given = new ArrayList<>();
    for (TrainingLength.Unit unit : TrainingLength.Unit.values()) {
      String name = unit.name().toLowerCase(Locale.ROOT);
      fields
          .number(name, -Double.MAX_VALUE, Double.MAX_VALUE)
          .ifPresent(
              amount ->
                  given.add(Reasons.of("length." + name, () -> TrainingLength.of(unit, amount))));
    }
    fields.requireKnown();
    if (given.size() != 1) {
      throw RequestException.field(
          "length", "length has " + given.size() + " units; allowed: one of them");
    }
    return given.get(0);
  }

  private Response resume(Request request) {
    Path folder = models.runs().run(request.path("run"));
    Fields fields = request.json();
    Map<String, String> changes = fields.map("settings");
    changes.forEach((key, value) -> Specs.requireFileless("settings." + key, value));
    TrainingLength left =
        Reasons.of("run", () -> Resumption.of(folder).left().orElse(TrainingLength.usual()));
    Training.Order order = order(fields, changes, left);
    fields.requireKnown();
    trainings.resume(folder, order);
    return Response.json(202, facts.of(folder));
  }

  private Response stop(Request request) {
    Path folder = models.runs().run(request.path("run"));
    Training training =
        trainings
            .of(models.runs().id(folder))
            .filter(Training::active)
            .orElseThrow(() -> new RequestException(409, "this studio does not train the run now"));
    training.stop();
    return Response.json(202, facts.of(folder));
  }
}
