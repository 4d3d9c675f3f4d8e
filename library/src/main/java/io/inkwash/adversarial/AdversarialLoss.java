package io.inkwash.adversarial;

import org.bytedeco.pytorch.Tensor;

/**
 * What the two networks of an adversarial game minimize, as functions of the discriminator's
 * logits: its probability that an image is data is their sigmoid.
 */
public interface AdversarialLoss {

  /**
   * The discriminator's loss.
   *
   * @param real [N] logits of images of the data
   * @param fake [M] logits of images of the generator
   * @return a scalar tensor
   */
  Tensor discriminator(Tensor real, Tensor fake);

  /**
   * The generator's loss.
   *
   * @param fake [M] logits of its images
   * @return a scalar tensor
   */
  Tensor generator(Tensor fake);
}
