package io.inkwash.adversarial;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The same discriminator as in {@link Minimax}, and a generator that minimizes {@code -log D(G(z))}
 * (Goodfellow et al. 2014, section 3): the same fixed point, and the steepest gradient where the
 * generator is worst.
 */
public record NonSaturating() implements AdversarialLoss {

  @Override
  public Tensor discriminator(Tensor real, Tensor fake) {
    return new Minimax().discriminator(real, fake);
  }

  @Override
  public Tensor generator(Tensor fake) {
    return torch.softplus(fake.neg()).mean();
  }
}
