package io.inkwash.nn;

import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.Tensor;

/**
 * DCGAN's generator (Radford et al. 2016, arXiv 1511.06434): a linear map to a coarse grid, then
 * transposed convolutions with batch norm and ReLU, and tanh. Its first layer, a convolution of one
 * pixel in the paper, is the same linear map.
 *
 * <p>A class, where the network knows any, is a learned vector beside z, as long as z (Mirza and
 * Osindero 2014, arXiv 1411.1784).
 */
public final class DcganGenerator extends GeneratorNet {

  /**
   * The sizes.
   *
   * @param images the images' size and the network's features
   * @param latent the length of z, 1 or more; the paper's is 100
   * @param classes the number of classes; 0 for an unconditional network
   */
  public record Config(ConvPyramid images, int latent, int classes) {
    public Config {
      if (latent < 1) {
        throw new IllegalArgumentException("latent is " + latent + "; allowed: 1 or more");
      }
      ClassEmbedding.check(classes);
    }
  }

  private final Config config;
  private final ClassEmbedding classes;
  private final ConvUp up;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public DcganGenerator(Config config) {
    this.config = config;
    boolean conditional = config.classes > 0;
    classes =
        new ClassEmbedding(
            conditional
                ? child("class_emb", new EmbeddingImpl(config.classes, config.latent), Start.NORMAL)
                : null);
    int in = conditional ? 2 * config.latent : config.latent;
    up = child("up", new ConvUp(config.images, in, config.images.channels(), Normalization.BATCH));
  }

  @Override
  public int latent() {
    return config.latent;
  }

  @Override
  public Tensor forward(Tensor z, Conditioning conditioning) {
    Tensor nothing = z.new_zeros(z.size(0), config.latent);
    Tensor vector = classes.addTo(nothing, conditioning); // refuses classes where it knows none
    Tensor input = config.classes > 0 ? Tensors.cat(1, z, vector) : z;
    return up.forward(input).tanh();
  }
}
