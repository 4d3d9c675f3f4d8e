package io.inkwash.model;

import org.bytedeco.pytorch.Tensor;

/** A trained model that maps images to latents and back. */
public interface ImageEncoder extends Model {

  /** The shape of one image's latents, such as [D]. */
  long[] latentShape();

  /**
   * The mean of the latents of images.
   *
   * @param images [N,C,H,W] float32 in the model's range
   * @return [N,...] latents, in the caller's scope
   */
  Tensor encode(Tensor images);

  /**
   * The images of latents.
   *
   * @param latents [N,...] as {@link #encode} gives them
   * @return [N,C,H,W] images in the model's range, in the caller's scope
   */
  Tensor decode(Tensor latents);
}
