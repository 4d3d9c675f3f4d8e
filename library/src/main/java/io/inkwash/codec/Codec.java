package io.inkwash.codec;

import org.bytedeco.pytorch.Tensor;

/** Between pictures and the space that diffusion works in. */
public interface Codec {

  /** Pictures as they are. */
  Codec PIXELS = new Pixels();

  /** Of a model whose weights are not read yet, to check what can be done with it. */
  Codec UNREAD = new Unread();

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

  /** A codec without weights. */
  record Unread() implements Codec {
    @Override
    public Tensor encode(Tensor pictures) {
      throw new IllegalStateException("a codec without weights was evaluated");
    }

    @Override
    public Tensor decode(Tensor latents) {
      throw new IllegalStateException("a codec without weights was evaluated");
    }
  }
}
