package io.inkwash.exchange.latent;

import org.bytedeco.pytorch.Tensor;

/** What becomes of a weight on the way into a network. */
@FunctionalInterface
public interface WeightChange {
  /** Nothing. */
  WeightChange NONE = (name, weight) -> weight;

  /** The weight, or another in its stead; the given one is not written to. */
  Tensor apply(String name, Tensor weight);

  /** This change, and then another. */
  default WeightChange then(WeightChange next) {
    return (name, weight) -> next.apply(name, apply(name, weight));
  }
}
