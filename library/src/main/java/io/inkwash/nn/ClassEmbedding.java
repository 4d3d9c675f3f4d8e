package io.inkwash.nn;

import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How a network hears the class of an image: a learned vector that is added to what it hears of the
 * time. The {@linkplain Condition#NULL_CLASS null class} adds nothing, so it needs no weights.
 *
 * @param vectors one a class, or null in a network that knows none
 */
record ClassEmbedding(@Nullable EmbeddingImpl vectors) {

  /** Refuses a number of classes that cannot be. */
  static void check(int classes) {
    if (classes < 0) {
      throw new IllegalArgumentException("classes is " + classes + "; allowed: 0 or more");
    }
  }

  /**
   * The time's vector with the class's.
   *
   * @param time [N, width]
   * @throws IllegalArgumentException if classes are told to a network that knows none
   */
  Tensor addTo(Tensor time, Condition condition) {
    Tensor asked = condition.classes();
    if (asked == null) {
      return time;
    }
    if (vectors == null) {
      throw new IllegalArgumentException(
          "classes are told to a network that knows none; allowed: no classes, or a network built"
              + " with classes above 0");
    }
    Tensor known = asked.ge(new Scalar(0.0));
    return time.add(vectors.forward(asked.mul(known)).mul(known.unsqueeze(1)));
  }
}
