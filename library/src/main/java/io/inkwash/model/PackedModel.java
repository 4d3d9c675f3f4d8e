package io.inkwash.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.model.frozen.FrozenWeights;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Snapshot;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A trained model as one safetensors file: the averaged weights in half precision, and in the
 * metadata the texts of {@code recipe.json} and {@code provenance.json}, the counters of its
 * checkpoint and the last line of its log.
 *
 * @param name what messages call it
 * @param file the weights and the texts
 */
record PackedModel(String name, Safetensors.File file) {
  private static final String RECIPE = "recipe.json";
  private static final String PROVENANCE = "provenance.json";
  private static final String STATE = "state.json";
  private static final String METRICS = "metrics.jsonl";

  /** The only weights that are packed. */
  private static final String WEIGHTS = SavedWeights.Which.EMA.word();

  /** The model in the bytes of a file. */
  static PackedModel parse(String name, ByteBuffer bytes) {
    return new PackedModel(name, Safetensors.parse(name, bytes));
  }

  /**
   * Packs the newest averaged weights of a run.
   *
   * @throws FileException if it has none, or the file cannot be written
   */
  static void write(RunDirectory run, Path file) {
    for (FrozenWeights.Kind kind : FrozenWeights.Kind.values()) {
      if (Files.exists(run.root().resolve(kind.file()))) {
        throw new FileException(
            run.root(),
            "works with "
                + kind.words()
                + ", which one file does not hold; copy the folder instead");
      }
    }
    SavedWeights newest = SavedWeights.read(run, OptionalLong.empty(), SavedWeights.Which.EMA);
    Path checkpoint = run.checkpoint(newest.step());
    Map<String, TensorData> halves = new LinkedHashMap<>();
    Checkpoint.readTensors(checkpoint, WEIGHTS)
        .forEach(
            (key, data) -> halves.put(key, TensorData.ofHalves(data.toFloats(), data.shape())));
    List<MetricsLog.Line> log = MetricsLog.read(run.metrics());
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("format", "pt");
    texts.put(RECIPE, text(run.recipe()));
    Provenance provenance = Json.read(run.provenance(), Provenance.class);
    texts.put(PROVENANCE, Json.line(provenance.portable()));
    texts.put(STATE, text(checkpoint.resolve(STATE)));
    texts.put(METRICS, log.isEmpty() ? "" : Json.line(log.get(log.size() - 1)));
    Safetensors.write(file, texts, halves);
  }

  private static String text(Path json) {
    return Json.line(Json.read(json, JsonNode.class));
  }

  /** Writes the folder of the run, which must not exist. */
  void unpack(Path folder) {
    Checkpoint.State state = Json.read(text(STATE), Checkpoint.State.class);
    AtomicFiles.writeFolder(
        folder,
        aside -> {
          for (String json : List.of(RECIPE, PROVENANCE)) {
            AtomicFiles.writeString(aside.resolve(json), text(json) + "\n");
          }
          AtomicFiles.writeString(aside.resolve(METRICS), text(METRICS) + "\n");
          Path checkpoints = Files.createDirectories(aside.resolve("checkpoints"));
          new Checkpoint(state, weights())
              .write(checkpoints.resolve(RunDirectory.stepName(state.step())));
        });
  }

  private Snapshot weights() {
    return new Snapshot(Map.of(WEIGHTS, file.tensors()), Map.of());
  }

  private String text(String key) {
    String text = file.metadata().get(key);
    if (text == null) {
      throw new FileException(
          Path.of(name), "has no " + key + " in its metadata; allowed: a file that pack wrote");
    }
    return text;
  }
}
