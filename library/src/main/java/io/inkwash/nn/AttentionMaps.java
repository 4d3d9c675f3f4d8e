package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the self-attention maps, {@code softmax(q k^T / sqrt(d))}, of the networks that
 * this thread evaluates until this is closed: perturbed-attention guidance replaces them, and
 * self-attention guidance looks at one.
 *
 * <pre>{@code
 * try (AttentionMaps maps = AttentionMaps.identity(64)) {
 *   Tensor worse = network.forward(x, noiseLevel, conditioning);
 * }
 * }</pre>
 */
public final class AttentionMaps implements AutoCloseable {
  private static final ThreadLocal<@Nullable AttentionMaps> CURRENT = new ThreadLocal<>();

  private final @Nullable AttentionMaps outer;
  private final boolean identity;
  private final double mostPositions;
  private final Tensor narrowest; // made in the scope of this object, filled in place
  private int layers;

  private AttentionMaps(boolean identity, double mostPositions) {
    this.identity = identity;
    this.mostPositions = mostPositions;
    narrowest = Tensors.zeros(0);
    outer = CURRENT.get();
    CURRENT.set(this);
  }

  /**
   * Each position attends to itself alone.
   *
   * @param mostPositions height times width up to which layers are changed; infinite for all
   */
  public static AttentionMaps identity(double mostPositions) {
    return new AttentionMaps(true, mostPositions);
  }

  /** Maps stay as they are, and the one of the fewest positions is kept. */
  public static AttentionMaps recorded() {
    return new AttentionMaps(false, Double.POSITIVE_INFINITY);
  }

  /** How many layers were changed or seen. */
  public int layers() {
    return layers;
  }

  /**
   * [N,heads,T,T] float32: of the layers with the fewest positions T, the last one's map, a row a
   * query.
   *
   * @throws IllegalStateException if no layer was seen
   */
  public Tensor narrowest() {
    if (layers == 0) {
      throw new IllegalStateException("no self-attention layer was evaluated");
    }
    return narrowest;
  }

  /** Whether a layer of so many positions is to attend to each position alone. */
  public static boolean identityAt(long positions) {
    AttentionMaps current = CURRENT.get();
    if (current == null || !current.identity || positions > current.mostPositions) {
      return false;
    }
    current.layers++;
    return true;
  }

  /** Receives a layer's map. */
  public static void see(Tensor weights) {
    AttentionMaps current = CURRENT.get();
    if (current == null || current.identity) {
      return;
    }
    if (current.layers == 0 || weights.size(-1) <= current.narrowest.size(-1)) {
      Tensor map = weights.detach();
      current.narrowest.resize_as_(map).copy_(map);
    }
    current.layers++;
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
