package io.inkwash.studio.model;

import io.inkwash.evaluate.RunSummary;
import io.inkwash.format.Quote;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.model.ShippedModels;
import io.inkwash.studio.http.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The models that can be requested: those that come with the library, the runs of a folder and the
 * stored models of another. Descriptions are read by any thread; models are opened, used and closed
 * on the device's alone.
 */
public final class Models {
  /** Models that stay open. */
  private static final int MOST_OPEN = 3;

  /** How long it is believed that nothing of a model has changed. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  private final RunFolder runs;
  private final Optional<StoredFolder> stored;
  private final OpenOptions options;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Opened> open = new LinkedHashMap<>(8, 0.75f, true);
  private volatile boolean stopped;

  private record Known(RunModel model, FileTime changed) {}

  private static final class Opened {
    final ServedModel served;
    final OpenModel model;
    long looked = System.nanoTime();

    Opened(ServedModel served, OpenModel model) {
      this.served = served;
      this.model = model;
    }
  }

  /**
   * Models of folders.
   *
   * @param stored models that other programs stored
   * @param options how they are opened
   */
  public Models(RunFolder runs, Optional<StoredFolder> stored, OpenOptions options) {
    this.runs = runs;
    this.stored = stored;
    this.options = options;
  }

  /** Where runs are. */
  public RunFolder runs() {
    return runs;
  }

  /** The ids of all models: shipped ones, runs with a checkpoint, stored ones. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>(ShippedModels.MODELS.names());
    for (Path run : runs.runs()) {
      String id = runs.id(run);
      if (!ids.contains(id) && RunSummary.of(run).counters().step() > 0) {
        ids.add(id);
      }
    }
    stored.ifPresent(
        folder -> folder.ids().stream().filter(id -> !ids.contains(id)).forEach(ids::add));
    return ids;
  }

  /** The id of the model that is used where none is named. */
  public String usual() {
    return ShippedModels.MODELS.names().get(0);
  }

  /** All models that draw and can be read. */
  public List<String> drawing() {
    return ids().stream().filter(this::draws).toList();
  }

  private boolean draws(String id) {
    try {
      return model(id).draws();
    } catch (RequestException unreadable) {
      return false;
    }
  }

  /** What all models are; of one that cannot be read, why. */
  public List<Map<String, Object>> facts() {
    return ids().stream().map(this::facts).toList();
  }

  private Map<String, Object> facts(String id) {
    try {
      return model(id).facts();
    } catch (RequestException unreadable) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("id", id);
      facts.put("about", unreadable.message());
      facts.put("family", "");
      facts.put("recipe", "");
      facts.put("capabilities", List.of());
      facts.put("unreadable", true);
      return facts;
    }
  }

  /**
   * A model. A run of the folder goes before a shipped model of the same name, and both before a
   * stored one.
   *
   * @throws RequestException naming the field {@code model}, if there is none, or it cannot be read
   */
  public ServedModel model(String id) {
    Optional<RunModel> run = found(id);
    if (run.isPresent()) {
      return run.get();
    }
    StoredFolder.Reading reading =
        stored.flatMap(folder -> folder.model(id)).orElseThrow(() -> none(id));
    return new StableModel(id, Reasons.of("model", reading::model));
  }

  private static RequestException none(String id) {
    return RequestException.field(
        "model", "there is no model " + Quote.of(id) + "; GET /api/v1/models lists them");
  }

  private Optional<Path> folder(String id) {
    return runs.find(id)
        .or(
            () ->
                ShippedModels.MODELS.names().contains(id)
                    ? Optional.of(Path.of(id))
                    : Optional.empty());
  }

  private String about(String id, Run run) {
    return ShippedModels.MODELS.entries().stream()
        .filter(entry -> entry.name().equals(id) && runs.find(id).isEmpty())
        .map(entry -> entry.about())
        .findFirst()
        .orElse(run.recipe().about());
  }

  /**
   * The run of a model.
   *
   * @throws RequestException naming the field {@code model}, if there is none
   */
  public Run run(String id) {
    return found(id).orElseThrow(() -> none(id)).run();
  }

  private Optional<RunModel> found(String id) {
    Known before = known.get(id);
    if (before != null && before.changed.equals(changed(before.model.run()))) {
      return Optional.of(before.model);
    }
    return folder(id)
        .map(
            folder -> {
              Run run = Reasons.of("model", () -> Run.open(folder));
              RunModel model = new RunModel(id, about(id, run), run);
              known.put(id, new Known(model, changed(run)));
              return model;
            });
  }

  private static FileTime changed(Run run) {
    try {
      return Files.getLastModifiedTime(run.directory().recipe());
    } catch (IOException gone) {
      return FileTime.fromMillis(-1);
    }
  }

  /** The model, open, with its newest weights. For the device's thread. */
  public OpenModel open(String id) {
    if (stopped) {
      throw new RequestException(503, "the studio stops");
    }
    Opened there = open.get(id);
    if (there != null && isNewest(there)) {
      return there.model;
    }
    ServedModel served = model(id);
    close(id);
    makeRoom(served);
    OpenModel model = served.open(options);
    open.put(id, new Opened(served, model));
    return model;
  }

  /** A few stay open, of the large ones one. */
  private void makeRoom(ServedModel next) {
    if (next.sized()) {
      open.entrySet().stream()
          .filter(entry -> entry.getValue().served.sized())
          .map(Map.Entry::getKey)
          .toList()
          .forEach(this::close);
    }
    if (open.size() >= MOST_OPEN) {
      close(open.keySet().iterator().next());
    }
  }

  private boolean isNewest(Opened opened) {
    if (System.nanoTime() - opened.looked < FRESH_NANOS) {
      return true;
    }
    opened.looked = System.nanoTime();
    return opened.served.equals(model(opened.served.id())) && opened.model.isNewest();
  }

  private void close(@Nullable String id) {
    Opened old = open.remove(id);
    if (old != null) {
      old.model.close();
    }
  }

  /** Whether the server stops. */
  public boolean stopped() {
    return stopped;
  }

  /** Lets what is being drawn end after its step. */
  public void stop() {
    stopped = true;
  }

  /** Closes all models. For the device's thread, or when it has ended. */
  public void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
