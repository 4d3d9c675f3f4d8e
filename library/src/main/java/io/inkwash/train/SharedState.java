package io.inkwash.train;

import static io.inkwash.format.Text.format;

import io.inkwash.file.Weights;
import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.distributed.Ranks;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/** The state of a training step at all ranks: rank 0's to begin with, and the same ever after. */
final class SharedState {

  /**
   * Where a training begins.
   *
   * @param step steps done
   * @param batches batches consumed
   */
  record Start(long step, long batches) {}

  private SharedState() {}

  /** Gives all ranks the state that rank 0 has. */
  static void send(TrainStep trainStep, long step, long batches) {
    Ranks ranks = Ranks.current();
    if (!ranks.alone()) {
      ranks.sum((double) step, (double) batches);
      try (TensorScope scope = TensorScope.open();
          Grad off = Grad.off()) {
        exchange(trainStep.state(), ranks);
      }
    }
  }

  /** Takes rank 0's state. */
  static Start receive(TrainStep trainStep) {
    Ranks ranks = Ranks.current();
    double[] start = ranks.sum(0, 0);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      TrainState own = trainStep.state();
      Map<String, double[]> numbers = exchange(own, ranks);
      trainStep.restore(new Snapshot(own.sources(), numbers), "rank 0");
    }
    return new Start((long) start[0], (long) start[1]);
  }

  /** Gives the tensors rank 0's values, one after the other; returns its numbers. */
  private static Map<String, double[]> exchange(TrainState own, Ranks ranks) {
    new TreeMap<>(own.tensors())
        .values()
        .forEach(state -> state.values().forEach(tensor -> exchange(tensor, ranks)));
    Map<String, double[]> numbers = new LinkedHashMap<>();
    new TreeMap<>(own.numbers())
        .forEach((name, values) -> numbers.put(name, exchange(values, ranks)));
    return numbers;
  }

  private static void exchange(Tensor tensor, Ranks ranks) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor plain = Weights.tensor(Weights.of(tensor)); // of whatever layout and device
      ranks.broadcast(plain);
      tensor.copy_(plain);
    }
  }

  /** How many numbers there are may differ between ranks, as in a history. */
  private static double[] exchange(double[] own, Ranks ranks) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      int length = (int) first(new double[] {own.length}, ranks)[0];
      return first(ranks.rank() == 0 ? own : new double[length], ranks);
    }
  }

  private static double[] first(double[] own, Ranks ranks) {
    Tensor tensor = Tensors.of(own, own.length);
    if (own.length > 0) {
      ranks.broadcast(tensor);
    }
    return Tensors.toDoubles(tensor);
  }

  /**
   * Makes sure that all ranks have the same weights, averages and optimizer state, bit for bit.
   *
   * @throws IllegalStateException at all ranks, if one has not
   */
  static void compare(TrainStep trainStep, long step) {
    Ranks ranks = Ranks.current();
    double[] sums = new double[ranks.size()];
    try (TensorScope scope = TensorScope.open()) {
      sums[ranks.rank()] = trainStep.state().checksum(); // 32 bits, exact in a double
    }
    sums = ranks.sum(sums);
    for (int rank = 1; rank < sums.length; rank++) {
      if (sums[rank] != sums[0]) {
        throw new IllegalStateException(
            format(
                "rank %d has other weights than rank 0 after step %d, so the machines do not compute"
                    + " alike; resume from the last checkpoint, on machines of one kind",
                rank, step));
      }
    }
  }
}
