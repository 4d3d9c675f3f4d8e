package io.inkwash.adversarial;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of a network that plays against a discriminator.
 *
 * @param total what is derived, a scalar tensor
 * @param own the part beside the game, which a training reports as its loss; empty where the game
 *     is all
 * @param terms parts by name, scalar tensors, for the log
 */
public record GeneratorLoss(Tensor total, Optional<Tensor> own, Map<String, Tensor> terms) {

  /** The game alone. */
  public static GeneratorLoss ofGame(Tensor loss) {
    return new GeneratorLoss(loss, Optional.empty(), Map.of("generator", loss));
  }
}
