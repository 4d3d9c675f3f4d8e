package io.inkwash.nn.latent;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * The autoencoder of latent diffusion with a normal posterior (Rombach et al. 2022, arXiv
 * 2112.10752, section 3.1, "KL-reg."). State dicts are those of {@code AutoencoderKL} in
 * CompVis/latent-diffusion without its loss, and of {@code first_stage_model} in Stable Diffusion's
 * checkpoints.
 */
public final class AutoencoderKl extends Net {
  private final AutoencoderKlConfig config;
  private final PictureEncoder encoder;
  private final PictureDecoder decoder;
  private final Conv2dImpl moments;
  private final Conv2dImpl fromLatents;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public AutoencoderKl(AutoencoderKlConfig config) {
    this.config = config;
    encoder = child("encoder", new PictureEncoder(config));
    decoder = child("decoder", new PictureDecoder(config));
    moments =
        child(
            "quant_conv",
            Layers.conv(2L * config.encoded(), 2L * config.latentChannels(), 1, 1, 0));
    fromLatents =
        child("post_quant_conv", Layers.conv(config.latentChannels(), config.encoded(), 1, 1, 0));
  }

  /** The sizes. */
  public AutoencoderKlConfig config() {
    return config;
  }

  /**
   * The posterior of the latents, q(z|x).
   *
   * @param x [N,C,H,W] pictures in [-1, 1]; heights and widths that are multiples of the factor
   * @throws IllegalArgumentException if the pictures' size is not taken
   */
  public DiagonalGaussian encode(Tensor x) {
    int factor = config.factor();
    if (x.size(2) % factor != 0 || x.size(3) % factor != 0) {
      throw new IllegalArgumentException(
          format(
              "the autoencoder cannot take pictures of %dx%d; allowed: multiples of %d",
              x.size(3), x.size(2), factor));
    }
    return DiagonalGaussian.of(moments.forward(encoder.forward(x)));
  }

  /**
   * The pictures of latents.
   *
   * @param z [N,latentChannels,h,w], as {@link #encode} gives them, unscaled
   * @return [N,C,factor h,factor w], about [-1, 1]
   */
  public Tensor decode(Tensor z) {
    return decoder.forward(fromLatents.forward(z));
  }

  /** The last layer of the decoder, whose gradients balance the losses of an adversary. */
  public Tensor lastLayer() {
    return decoder.lastLayer();
  }
}
