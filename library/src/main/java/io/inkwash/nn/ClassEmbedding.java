package io.inkwash.nn;

import java.util.Set;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The embedding of an image's class: a learned vector that is added to the embedding of the noise
 * level. The {@linkplain Conditioning#NULL_CLASS null class} adds nothing, so it needs no weights.
 *
 * @param vectors one a class, or null in a network that knows none
 */
public record ClassEmbedding(@Nullable EmbeddingImpl vectors) {

  /** Refuses a number of classes that cannot be. */
  public static void check(int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("classes is " + classes + "; allowed: 0 or more");
    }
  }

  /** The kinds of conditioning that a network with this embedding accepts. */
  public Set<String> accepts() {
    return vectors == null ? Set.of() : Set.of(Conditioning.CLASSES);
  }

  /**
   * The time's vector with the class's.
   *
   * @param time [N, width]
   * @throws IllegalArgumentException if classes are given to an unconditional network
   */
  public Tensor addTo(Tensor time, Conditioning conditioning) {
    Tensor requested = conditioning.classes().orElse(null);
    if (requested == null) {
      return time;
    }
    if (vectors == null) {
      throw unconditional();
    }
    Tensor known = requested.ge(new Scalar(0.0));
    return time.add(vectors.forward(requested.mul(known)).mul(known.unsqueeze(1)));
  }

  /** The error of a network that has no classes and is given some. */
  public static IllegalArgumentException unconditional() {
    return new IllegalArgumentException(
        "classes are given to an unconditional network; allowed: no classes, or a network built"
            + " with classes above 0");
  }
}
