package io.inkwash.adversarial;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The game as it was first written (Goodfellow et al. 2014, arXiv 1406.2661, equation 1): both
 * networks play for {@code V = E[log D(x)] + E[log(1 - D(G(z)))]}, the discriminator up, the
 * generator down. Where the discriminator is sure of itself, {@code log(1 - D(G(z)))} is flat at 0
 * and the generator learns next to nothing; see {@link NonSaturating}.
 */
public record Minimax() implements AdversarialLoss {

  /** {@code -V}, of which the cross-entropy is another name. */
  @Override
  public Tensor discriminator(Tensor real, Tensor fake) {
    return torch.softplus(real.neg()).mean().add(torch.softplus(fake).mean());
  }

  @Override
  public Tensor generator(Tensor fake) {
    return torch.softplus(fake).mean().neg();
  }
}
