package io.inkwash.torch.distributed;

import io.inkwash.torch.Grad;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train one model together, as one of them sees them. Every rank calls the same
 * methods in the same order; each call returns when all ranks have made it.
 *
 * <p>{@link #enter} makes them the ranks of this thread. A process alone is {@link #one()}, for
 * which every method costs nothing.
 */
public interface Ranks {

  /** One process. */
  static Ranks one() {
    return OneRank.ONE;
  }

  /** Which of them this is, 0 to {@code size() - 1}. */
  int rank();

  /** How many there are, 1 or more. */
  int size();

  /**
   * Replaces a tensor's values, in place, by their sum over all ranks, which gets the same bits
   * everywhere.
   *
   * @param values of the same shape at all ranks, float32 or float64
   */
  void sum(Tensor values);

  /** Replaces a tensor's values, in place, by those of rank 0. */
  void broadcast(Tensor values);

  /**
   * The sum over all ranks as a new tensor, through which gradients pass, twice if need be: a
   * change of one rank's values changes the losses of all.
   */
  Tensor differentiableSum(Tensor values);

  /** Whether this is the only process. */
  default boolean alone() {
    return size() == 1;
  }

  /** The sums over all ranks of some numbers, as many at each. */
  default double[] sum(double... numbers) {
    if (alone()) {
      return numbers;
    }
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor values = Tensors.of(numbers, numbers.length);
      sum(values);
      return Tensors.toDoubles(values);
    }
  }

  /** The ranks of this thread; {@link #one()} unless others were entered. */
  static Ranks current() {
    return Use.CURRENT.get();
  }

  /** Makes these the ranks of this thread until the result is closed. */
  default Use enter() {
    return new Use(this);
  }

  /** A span of work of some ranks. */
  final class Use implements AutoCloseable {
    private static final ThreadLocal<Ranks> CURRENT = ThreadLocal.withInitial(Ranks::one);

    private final Ranks before;

    private Use(Ranks ranks) {
      before = CURRENT.get();
      CURRENT.set(ranks);
    }

    @Override
    public void close() {
      CURRENT.set(before);
    }
  }
}
