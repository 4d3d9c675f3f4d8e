package io.inkwash.train;

import io.inkwash.file.TensorData;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
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

  /** The same as tensors. */
  static TrainState state(float value) {
    StateDict weights = new StateDict();
    weights.put("w", Tensors.of(new float[] {value}, 1));
    return new TrainState(
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
