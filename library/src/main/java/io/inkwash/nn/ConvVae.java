package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolutional variational autoencoder: the encoder of DCGAN's discriminator and the decoder of
 * its generator, with a latent vector between them (Kingma and Welling 2014, arXiv 1312.6114), and
 * a fully connected layer on both of its sides, which relates the parts of a picture to each other.
 *
 * <p>Beside the image, the network may learn one number a channel, {@code log_variance}: the noise
 * of its pixels, the same for all (Rybkin et al. 2021, arXiv 2006.13202, equation 4).
 */
public final class ConvVae extends VariationalNet {

  /**
   * The sizes.
   *
   * @param images the images' size and the network's features
   * @param hidden the width of the fully connected layers, 1 or more
   * @param latent the length of the latent vector, 1 or more
   * @param outputs what the decoder gives for each color channel of a pixel: 1 number, or 2
   * @param normalization NONE or BATCH
   */
  public record Config(
      ConvPyramid images, int hidden, int latent, int outputs, Normalization normalization) {
    public Config {
      if (hidden < 1) {
        throw new IllegalArgumentException("hidden is " + hidden + "; allowed: 1 or more");
      }
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
  private final LinearImpl encoderHidden;
  private final LinearImpl moments;
  private final LinearImpl decoderHidden;
  private final ConvUp decoder;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public ConvVae(Config config) {
    this.config = config;
    ConvPyramid images = config.images;
    logVariance = Tensors.zeros(images.channels());
    register_parameter("log_variance", logVariance);
    encoder = child("encoder", new ConvDown(images, config.normalization));
    encoderHidden = child("encoder_hidden", new LinearImpl(images.coarseSize(), config.hidden));
    moments = child("moments", new LinearImpl(config.hidden, 2L * config.latent));
    decoderHidden = child("decoder_hidden", new LinearImpl(config.latent, config.hidden));
    int outputs = config.outputs * images.channels();
    decoder = child("decoder", new ConvUp(images, config.hidden, outputs, config.normalization));
  }

  @Override
  public int latent() {
    return config.latent;
  }

  @Override
  public Tensor encode(Tensor x) {
    return moments.forward(torch.relu(encoderHidden.forward(encoder.forward(x))));
  }

  @Override
  public Tensor decode(Tensor z) {
    return decoder.forward(torch.relu(decoderHidden.forward(z)));
  }

  @Override
  public Tensor logVariance() {
    return logVariance;
  }
}
