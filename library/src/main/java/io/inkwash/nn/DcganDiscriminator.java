package io.inkwash.nn;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * DCGAN's discriminator (Radford et al. 2016, arXiv 1511.06434): convolutions of stride 2 with
 * leaky ReLUs, then a linear map of all features to one logit.
 *
 * <p>Classes, where it knows any, enter by projection (Miyato and Koyama 2018, arXiv 1802.05637,
 * equation 3): the logit is {@code psi(phi(x)) + <e_y, phi(x)>}, with a learned vector e_y a class
 * and phi the features. With {@link Normalization#SPECTRAL} every weight is normalized, the
 * embedding's too, as in that paper.
 */
public final class DcganDiscriminator extends DiscriminatorNet {

  /**
   * The sizes.
   *
   * @param images the images' size and the network's features
   * @param normalization what bounds the network; the paper's is BATCH, which ties the logit of an
   *     image to the others of its batch
   * @param classes the number of classes; 0 for an unconditional network
   */
  public record Config(ConvPyramid images, Normalization normalization, int classes) {
    public Config {
      ClassEmbedding.check(classes);
    }
  }

  private final ConvDown down;
  private final UnaryOperator<Tensor> out;
  private final @Nullable UnaryOperator<Tensor> embedding;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public DcganDiscriminator(Config config) {
    int features = config.images.coarseSize();
    down = child("down", new ConvDown(config.images, config.normalization));
    if (config.normalization == Normalization.SPECTRAL) {
      out = child("out", Spectral.linear(features, 1))::forward;
      embedding =
          config.classes == 0
              ? null
              : child("class_emb", Spectral.embedding(config.classes, features))::forward;
    } else {
      out = child("out", new LinearImpl(features, 1))::forward;
      embedding =
          config.classes == 0
              ? null
              : child("class_emb", new EmbeddingImpl(config.classes, features))::forward;
    }
  }

  @Override
  public Tensor forward(Tensor x, Conditioning conditioning) {
    Tensor features = down.forward(x);
    Tensor logit = out.apply(features).view(-1);
    Tensor classes = conditioning.classes().orElse(null);
    if (classes == null) {
      return logit;
    }
    if (embedding == null) {
      throw ClassEmbedding.unconditional();
    }
    Tensor known = classes.ge(new Scalar(0.0));
    Tensor projected = embedding.apply(classes.mul(known)).mul(features).sum(1);
    return logit.add(projected.mul(known));
  }
}
