package io.inkwash.nn;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a network is told about an image beside its noise level.
 *
 * @param classes [N] int64 class indices, or null for an unconditional model
 */
public record Condition(@Nullable Tensor classes) {
  private static final Condition NONE = new Condition(null);

  /** Nothing. */
  public static Condition none() {
    return NONE;
  }
}
