package io.inkwash.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.RunDirectory;
import io.inkwash.train.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedWeightsTest {
  @TempDir Path folder;

  private RunDirectory run() {
    return RunDirectory.create(folder.resolve("run"), "recipe", "provenance");
  }

  private static void save(RunDirectory run, long step) {
    Map<String, TensorData> weights = Map.of("w", TensorData.ofFloats(new float[4096], 4096));
    Snapshot snapshot = new Snapshot(Map.of("model", weights, "ema", weights), Map.of());
    run.save(
        new Checkpoint(
            new Checkpoint.State(Checkpoint.FORMAT, step, step, step, 0.5, 0.1, Map.of(), Map.of()),
            snapshot));
  }

  /** A training that keeps one checkpoint deletes the one that is being opened, again and again. */
  @Test
  void weightsCanBeReadWhileATrainingPrunes() throws Exception {
    RunDirectory run = run();
    save(run, 1);
    CompletableFuture<Void> training =
        CompletableFuture.runAsync(
            () -> {
              for (long step = 2; step <= 150; step++) {
                save(run, step);
                run.prune(1, kept -> false);
              }
            });
    long last = 0;
    int opened = 0;
    while (!training.isDone() || opened == 0) {
      SavedWeights weights = SavedWeights.read(run, OptionalLong.empty(), SavedWeights.Which.EMA);
      assertThat(weights.step()).isGreaterThanOrEqualTo(last);
      last = weights.step();
      opened++;
    }
    training.get();
    assertThat(opened).isGreaterThan(10);
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    RunDirectory run = run();
    assertThatThrownBy(() -> SavedWeights.read(run, OptionalLong.empty(), SavedWeights.Which.EMA))
        .isInstanceOf(FileException.class)
        .hasMessage(run.root() + ": has no checkpoint yet; train it first");
    save(run, 3);
    assertThatThrownBy(() -> SavedWeights.read(run, OptionalLong.of(7), SavedWeights.Which.MODEL))
        .hasMessage(run.root() + ": has no checkpoint of step 7; allowed: [3]");
  }
}
