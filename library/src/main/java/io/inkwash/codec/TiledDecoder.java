package io.inkwash.codec;

import io.inkwash.nn.latent.AutoencoderKl;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures of latents, piece by piece where they are large, so that memory does not grow with them.
 * Pieces overlap by a quarter and fade into each other.
 *
 * @param autoencoder the decoder
 * @param tile the height and width of a piece, in latents, a multiple of 4
 */
public record TiledDecoder(AutoencoderKl autoencoder, int tile) {

  /**
   * The size of latents for which Stable Diffusion was trained, and its pictures are 512 pixels.
   */
  public static final int TILE = 64;

  /** Pieces of {@value #TILE} latents. */
  public TiledDecoder(AutoencoderKl autoencoder) {
    this(autoencoder, TILE);
  }

  /** Checks the size. */
  public TiledDecoder {
    if (tile < 4 || tile % 4 != 0) {
      throw new IllegalArgumentException(
          "a tile of " + tile + " latents; allowed: multiples of 4, such as " + TILE);
    }
  }

  /**
   * Decodes.
   *
   * @param z [N,latents,h,w]
   * @return [N,C,factor h,factor w]
   */
  public Tensor decode(Tensor z) {
    long height = z.size(2);
    long width = z.size(3);
    if (height <= tile && width <= tile) {
      return autoencoder.decode(z);
    }
    int factor = autoencoder.config().factor();
    long channels = autoencoder.config().imageChannels();
    Tensor sum = Tensors.zeros(z.size(0), channels, factor * height, factor * width);
    Tensor weights = Tensors.zeros(1, 1, factor * height, factor * width);
    for (long top : starts(height)) {
      for (long left : starts(width)) {
        try (TensorScope scope = TensorScope.open()) {
          long rows = Math.min(tile, height);
          long columns = Math.min(tile, width);
          Tensor piece =
              autoencoder.decode(z.narrow(2, top, rows).narrow(3, left, columns).contiguous());
          Tensor fade = fade(factor * rows).unsqueeze(1).mul(fade(factor * columns));
          part(sum, top, left, rows, columns, factor).add_(piece.mul(fade));
          part(weights, top, left, rows, columns, factor).add_(fade);
        }
      }
    }
    return sum.div_(weights);
  }

  private static Tensor part(
      Tensor all, long top, long left, long rows, long columns, long factor) {
    return all.narrow(2, factor * top, factor * rows).narrow(3, factor * left, factor * columns);
  }

  /** Where pieces begin: three quarters of a piece apart, the last at the end. */
  private long[] starts(long size) {
    if (size <= tile) {
      return new long[] {0};
    }
    int stride = tile - tile / 4;
    int pieces = (int) ((size - tile + stride - 1) / stride) + 1;
    long[] starts = new long[pieces];
    for (int i = 0; i < pieces; i++) {
      starts[i] = Math.min((long) i * stride, size - tile);
    }
    return starts;
  }

  /** Weights that rise over the overlap and fall over it, and are never zero. */
  private Tensor fade(long pixels) {
    float[] weights = new float[Math.toIntExact(pixels)];
    double overlap = Math.max(1, pixels / 4.0);
    for (int i = 0; i < weights.length; i++) {
      double fromEdge = Math.min(i + 0.5, weights.length - i - 0.5);
      weights[i] = (float) Math.min(1, fromEdge / overlap);
    }
    return Tensors.of(weights, weights.length);
  }
}
