package io.inkwash.train;

import io.inkwash.file.TensorData;
import java.util.Map;

/** Checkpoints of nothing much. */
final class TrainFiles {
  private TrainFiles() {}

  /** A snapshot that holds one number. */
  static Snapshot snapshot(float value) {
    Map<String, TensorData> weights = Map.of("w", TensorData.ofFloats(new float[] {value}, 1));
    return new Snapshot(
        Map.of("model", weights, "ema", weights, "optimizer", weights),
        Map.of("count", new double[] {value}));
  }

  static Checkpoint checkpoint(long step) {
    Snapshot snapshot = snapshot((float) step);
    return new Checkpoint(
        new Checkpoint.State(
            Checkpoint.FORMAT, step, 4 * step, step, 0.5, Double.NaN, snapshot.numbers(), Map.of()),
        snapshot);
  }
}
