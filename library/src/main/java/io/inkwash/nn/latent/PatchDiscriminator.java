package io.inkwash.nn.latent;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.DiscriminatorNet;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.nn.limit.Limits;
import io.inkwash.torch.distributed.SharedBatchNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A discriminator of patches (Isola et al. 2017, arXiv 1611.07004, section 3.2.2): convolutions of
 * four pixels with leaky ReLUs, each of whose outputs judges the patch that it sees. In the layout
 * of {@code NLayerDiscriminator} in taming-transformers and latent-diffusion.
 */
public final class PatchDiscriminator extends DiscriminatorNet {

  /**
   * The sizes.
   *
   * @param channels of the images
   * @param width features of the first layer; 64 in the reference
   * @param layers strided convolutions, 1 or more; 3 in the reference, which see patches of 70
   *     pixels
   */
  public record Config(int channels, int width, int layers) {
    private static final Limits LIMITS = Limits.of("a patch discriminator's");

    public Config {
      LIMITS.require(channels >= 1, "channels", channels, "1 or more");
      LIMITS.require(width >= 1, "width", width, "1 or more");
      LIMITS.require(layers >= 1, "layers", layers, "1 or more");
    }

    /** The reference's. */
    public static Config reference(int channels) {
      return new Config(channels, 64, 3);
    }

    /** For pictures of about 28 pixels: sees patches of 16. */
    public static Config small(int channels) {
      return new Config(channels, 32, 1);
    }
  }

  private static final double LEAK = 0.2;
  private static final int KERNEL = 4;
  private static final int WIDEST = 8;

  private final List<UnaryOperator<Tensor>> layers = new ArrayList<>();

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public PatchDiscriminator(Config config) {
    Numbered main = child("main", new Numbered());
    Conv2dImpl first = main.add(0, Layers.conv(config.channels(), config.width(), KERNEL, 2, 1));
    layers.add(x -> leaky(first.forward(x)));
    int number = 2; // a leaky ReLU has a number, and no weights
    int width = config.width();
    for (int layer = 1; layer <= config.layers(); layer++) {
      int wider = config.width() * Math.min(1 << layer, WIDEST);
      int stride = layer < config.layers() ? 2 : 1;
      Conv2dImpl conv = main.add(number, Layers.unbiasedConv(width, wider, KERNEL, stride, 1));
      BatchNorm2dImpl norm = main.add(number + 1, Layers.batchNorm(wider));
      layers.add(x -> leaky(SharedBatchNorm.forward(norm, conv.forward(x))));
      number += 3;
      width = wider;
    }
    Conv2dImpl last = main.add(number, Layers.conv(width, 1, KERNEL, 1, 1));
    layers.add(last::forward);
  }

  private static Tensor leaky(Tensor x) {
    return torch.leaky_relu(x, new Scalar(LEAK));
  }

  /**
   * The logit of each patch.
   *
   * @param x [N,C,H,W] images in [-1, 1]
   * @return [N,1,h,w]
   */
  public Tensor patches(Tensor x) {
    Tensor h = x;
    for (UnaryOperator<Tensor> layer : layers) {
      h = layer.apply(h);
    }
    return h;
  }

  /** The mean logit of each image's patches, [N]. */
  @Override
  public Tensor forward(Tensor x, Conditioning conditioning) {
    return patches(x).flatten(1, -1).mean(1);
  }
}
