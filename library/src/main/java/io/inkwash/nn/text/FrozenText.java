package io.inkwash.nn.text;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A text encoder that is not trained along with what reads its vectors. */
@FunctionalInterface
public interface FrozenText {

  /** One without weights, for a network that is not evaluated. */
  FrozenText UNREAD =
      texts -> {
        throw new IllegalStateException("a text encoder without weights was evaluated");
      };

  /**
   * The vectors of texts, in the caller's scope. Those of one text do not depend on the others.
   *
   * @param texts the tokens of each, all of one length
   * @return [N,L,width] float32
   */
  Tensor vectors(List<List<Integer>> texts);
}
