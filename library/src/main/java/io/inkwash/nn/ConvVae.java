package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * A convolutional variational autoencoder: the encoder of DCGAN's discriminator and the decoder of
 * its generator, with a latent vector between them (Kingma and Welling 2014, arXiv 1312.6114).
 *
 * <p>Beside the image, the network may learn one number a channel, {@code log_variance}: the noise
 * of its pixels, the same for all (Rybkin et al. 2021, arXiv 2006.13202, equation 4).
 */
public final class ConvVae extends VariationalNet {

  /**
   * The sizes.
   *
   * @param images the images' size and the network's features
   * @param latent the length of the latent vector, 1 or more
   * @param outputs what the decoder says of each color channel of a pixel: 1 number, or 2
   * @param normalization NONE or BATCH
   */
  public record Config(ConvPyramid images, int latent, int outputs, Normalization normalization) {
    public Config {
      if (latent < 1) {
        throw new IllegalArgumentException("latent is " + latent + "; allowed: 1 or more");
      }
      if (outputs < 1) {
        throw new IllegalArgumentException("outputs is " + outputs + "; allowed: 1 or more");
      }
      if (normalization == Normalization.SPECTRAL) {
        throw new IllegalArgumentException("normalization is spectral; allowed: none or batch");
      }
    }
  }

  private final Config config;
  private final Tensor logVariance;
  private final ConvDown encoder;
  private final LinearImpl moments;
  private final ConvUp decoder;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public ConvVae(Config config) {
    this.config = config;
    ConvPyramid images = config.images;
    logVariance = Tensors.zeros(images.channels());
    register_parameter("log_variance", logVariance);
    encoder = child("encoder", new ConvDown(images, config.normalization));
    moments = child("moments", new LinearImpl(images.coarseSize(), 2L * config.latent));
    int outputs = config.outputs * images.channels();
    decoder = child("decoder", new ConvUp(images, config.latent, outputs, config.normalization));
  }

  @Override
  public int latent() {
    return config.latent;
  }

  @Override
  public Tensor encode(Tensor x) {
    return moments.forward(encoder.forward(x));
  }

  @Override
  public Tensor decode(Tensor z) {
    return decoder.forward(z);
  }

  @Override
  public Tensor logVariance() {
    return logVariance;
  }
}
