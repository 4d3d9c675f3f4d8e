package io.inkwash.variational;

import org.bytedeco.pytorch.Tensor;

/** p(x|z): the distribution of an image given a decoder's output, its pixels independent. */
public interface PixelLikelihood {

  /** Numbers that the decoder gives for each color channel of a pixel: 1 or 2. */
  int outputs();

  /**
   * log p(x|z) of each image.
   *
   * @param x [N,C,H,W] images from bytes, in the model's range
   * @param decoded [N, outputs C, H, W] the decoder's output
   * @param logVariance [C] the network's own, where the likelihood has no use for it ignored
   * @return [N] nats
   */
  Tensor logLikelihood(Tensor x, Tensor decoded, Tensor logVariance);

  /**
   * The mean of p(x|z): the picture to show.
   *
   * @param decoded [N, outputs C, H, W]
   * @return [N,C,H,W] in the model's range
   */
  Tensor mean(Tensor decoded);

  /** What the likelihood is of, in words. */
  default String subject() {
    return "bytes";
  }

  /**
   * What the likelihood is of: the images themselves, or what has to be made of them first.
   *
   * @param x [N,C,H,W] images from bytes
   * @param uniforms [N,C,H,W] numbers in [0, 1), one a pixel
   */
  default Tensor observed(Tensor x, Tensor uniforms) {
    return x;
  }
}
