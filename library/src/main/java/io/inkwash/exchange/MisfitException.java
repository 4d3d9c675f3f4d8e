package io.inkwash.exchange;

import io.inkwash.catalog.Spec;
import io.inkwash.model.SavedWeights.Which;
import java.util.Optional;

/**
 * Weights that are not those wanted: not of a recipe's network, or not averaged where the average
 * is wanted. The message is one line; what would do instead is beside it, in values.
 */
public final class MisfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * What the weights would fit.
   *
   * @param recipe the name of a recipe
   * @param network the network to put into it; empty if it has the right one
   */
  public record Fit(String recipe, Optional<Spec> network) {}

  private final transient Optional<Fit> fit;
  private final transient Optional<Which> others;

  private MisfitException(String message, Optional<Fit> fit, Optional<Which> others) {
    super(message);
    this.fit = fit;
    this.others = others;
  }

  /** Of weights that are not of the recipe's network. */
  static MisfitException ofNetwork(String message, Optional<Fit> fit) {
    return new MisfitException(message, fit, Optional.empty());
  }

  /** Of a file that holds the other weights only. */
  static MisfitException ofWeights(String message, Which others) {
    return new MisfitException(message, Optional.empty(), Optional.of(others));
  }

  /** What the weights would fit; empty if no recipe does. */
  public Optional<Fit> fit() {
    return fit;
  }

  /** Which weights the file has in place of those wanted; empty if it has no network's. */
  public Optional<Which> others() {
    return others;
  }
}
