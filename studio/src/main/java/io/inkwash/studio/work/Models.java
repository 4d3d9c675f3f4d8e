package io.inkwash.studio.work;

import io.inkwash.evaluate.RunSummary;
import io.inkwash.format.Quote;
import io.inkwash.model.DrawingModel;
import io.inkwash.model.OpenOptions;
import io.inkwash.model.Run;
import io.inkwash.model.SavedWeights;
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
 * The models that can be drawn from: those that come with the library and the runs of the folder.
 * Descriptions are read by any thread; models are opened, used and closed on the device's alone.
 */
public final class Models {
  /** Models that stay open. */
  private static final int MOST_OPEN = 3;

  /** How long it is believed that there is no newer checkpoint. */
  private static final long FRESH_NANOS = 2_000_000_000L;

  private final RunFolder runs;
  private final OpenOptions options;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Opened> open = new LinkedHashMap<>(8, 0.75f, true);
  private volatile boolean stopped;

  private record Known(Run run, FileTime changed) {}

  private static final class Opened {
    final DrawingModel model;
    long looked = System.nanoTime();

    Opened(DrawingModel model) {
      this.model = model;
    }
  }

  /**
   * Models of a folder of runs.
   *
   * @param options how they are opened
   */
  public Models(RunFolder runs, OpenOptions options) {
    this.runs = runs;
    this.options = options;
  }

  /** Where runs are. */
  public RunFolder runs() {
    return runs;
  }

  /** The ids of all models: shipped ones, then runs with a checkpoint. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>(ShippedModels.MODELS.names());
    for (Path run : runs.runs()) {
      String id = runs.id(run);
      if (!ids.contains(id) && RunSummary.of(run).counters().step() > 0) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Whether a model comes with the library. */
  public boolean shipped(String id) {
    return ShippedModels.MODELS.names().contains(id) && runs.find(id).isEmpty();
  }

  /**
   * The run of a model. A run of the folder goes before a shipped model of the same name.
   *
   * @throws RequestException naming the field {@code model}, if there is none
   */
  public Run run(String id) {
    Known found = known.get(id);
    if (found != null && found.changed.equals(changed(found.run))) {
      return found.run;
    }
    Path folder =
        runs.find(id)
            .or(
                () ->
                    ShippedModels.MODELS.names().contains(id)
                        ? Optional.of(Path.of(id))
                        : Optional.empty())
            .orElseThrow(
                () ->
                    RequestException.field(
                        "model",
                        "there is no model " + Quote.of(id) + "; GET /api/v1/models lists them"));
    Run run = Reasons.of("model", () -> Run.open(folder));
    known.put(id, new Known(run, changed(run)));
    return run;
  }

  private static FileTime changed(Run run) {
    try {
      return Files.getLastModifiedTime(run.directory().recipe());
    } catch (IOException gone) {
      return FileTime.fromMillis(-1);
    }
  }

  /** The model, open, with its newest averaged weights. For the device's thread. */
  DrawingModel open(String id) {
    if (stopped) {
      throw new RequestException(503, "the studio stops");
    }
    Opened there = open.get(id);
    if (there != null && isNewest(id, there)) {
      return there.model;
    }
    close(id);
    if (open.size() >= MOST_OPEN) {
      close(open.keySet().iterator().next());
    }
    DrawingModel model = run(id).model(DrawingModel.class, options);
    open.put(id, new Opened(model));
    return model;
  }

  private boolean isNewest(String id, Opened opened) {
    if (System.nanoTime() - opened.looked < FRESH_NANOS) {
      return true;
    }
    opened.looked = System.nanoTime();
    String step =
        run(id)
            .directory()
            .newestWith(SavedWeights.Which.EMA.word())
            .map(folder -> String.valueOf(folder.getFileName()))
            .orElse("");
    return step.endsWith(
        String.format(java.util.Locale.ROOT, "-%08d", opened.model.weights().step()));
  }

  private void close(@Nullable String id) {
    Opened old = open.remove(id);
    if (old != null) {
      old.model.close();
    }
  }

  /** Whether the server stops. */
  boolean stopped() {
    return stopped;
  }

  /** Lets what is being drawn end after its step. */
  void stop() {
    stopped = true;
  }

  /** Closes all models. For the device's thread, or when it has ended. */
  public void closeAll() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
