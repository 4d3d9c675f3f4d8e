package io.inkwash.codec;

import org.bytedeco.pytorch.Tensor;

/** Between pictures and the space that diffusion works in. */
public interface Codec {

  /** Pictures as they are. */
  Codec PIXELS = new Pixels();

  /**
   * From pictures.
   *
   * @param pictures [N,C,H,W] in the model's range
   * @return [N,c,h,w] in the caller's scope
   */
  Tensor encode(Tensor pictures);

  /**
   * To pictures.
   *
   * @param latents [N,c,h,w] as {@link #encode} gives them
   * @return [N,C,H,W] in the model's range, in the caller's scope
   */
  Tensor decode(Tensor latents);

  /** Pictures as they are. */
  record Pixels() implements Codec {
    @Override
    public Tensor encode(Tensor pictures) {
      return pictures;
    }

    @Override
    public Tensor decode(Tensor latents) {
      return latents;
    }
  }
}
