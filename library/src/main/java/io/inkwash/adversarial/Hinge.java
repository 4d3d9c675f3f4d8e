package io.inkwash.adversarial;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The hinge loss (Lim and Ye 2017, arXiv 1705.02894; Miyato et al. 2018, equations 16 and 17): the
 * discriminator pushes logits beyond -1 and 1 and no further, the generator raises its own.
 */
public record Hinge() implements AdversarialLoss {

  @Override
  public Tensor discriminator(Tensor real, Tensor fake) {
    Scalar one = new Scalar(1.0);
    return torch.relu(real.neg().add(one)).mean().add(torch.relu(fake.add(one)).mean());
  }

  @Override
  public Tensor generator(Tensor fake) {
    return fake.mean().neg();
  }
}
