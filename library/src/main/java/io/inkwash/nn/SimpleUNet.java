package io.inkwash.nn;

import io.inkwash.nn.limit.Limits;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A small U-Net without attention: three levels, one block a level, skips by concatenation. At its
 * default widths and one channel it has 2,979,265 parameters. Classes, where it has any, are added
 * to the time's vector.
 *
 * <pre>
 * x ── down1 ─────────────── cat ── up3 ── out
 *        └─ down2 ────── cat ── up2 ┘
 *             └─ down3 ─ cat ── up1 ┘
 *                  └─ mid1 ── mid2 ┘
 * </pre>
 */
public final class SimpleUNet extends Backbone {

  /** Heights and widths must be multiples of this: the network halves them twice. */
  public static final int SIZE_MULTIPLE = 4;

  /**
   * The sizes.
   *
   * @param channels image channels in, at least 1
   * @param outputs channels out: the image's, or twice as many with a learned variance
   * @param width channels of the first level, a multiple of 8; the next have twice and four times
   *     it
   * @param timeWidth width of the time embedding, even, at least 4
   * @param classes the number of classes; 0 for an unconditional network
   */
  public record Config(int channels, int outputs, int width, int timeWidth, int classes) {
    private static final Limits LIMITS = Limits.of("SimpleUNet's");

    public Config {
      LIMITS.require(channels >= 1, "channels", channels, "1 or more");
      LIMITS.require(outputs >= 1, "outputs", outputs, "1 or more");
      ClassEmbedding.check(classes);
      LIMITS.require(width >= 8 && width % 8 == 0, "width", width, "a multiple of 8, such as 64");
      LIMITS.require(
          timeWidth >= 4 && timeWidth % 2 == 0,
          "timeWidth",
          timeWidth,
          "even, 4 or more, such as 32");
    }

    /** An unconditional network without a learned variance. */
    public Config(int channels, int width, int timeWidth) {
      this(channels, channels, width, timeWidth, 0);
    }
  }

  private final TimeMlp time;
  private final ClassEmbedding classes;
  private final Block down1;
  private final Block down2;
  private final Block down3;
  private final Block mid1;
  private final Block mid2;
  private final Block up1;
  private final Block up2;
  private final Block up3;
  private final Conv2dImpl out;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public SimpleUNet(Config config) {
    int w = config.width;
    int t = config.timeWidth;
    time = child("time_mlp", new TimeMlp(t));
    classes =
        new ClassEmbedding(
            config.classes == 0
                ? null
                : child("class_emb", new EmbeddingImpl(config.classes, t), Start.NORMAL));
    down1 = child("down1", new Block(Layers.conv(config.channels, w, 3, 1, 1), w, t));
    down2 = child("down2", new Block(Layers.conv(w, 2L * w, 3, 2, 1), 2 * w, t));
    down3 = child("down3", new Block(Layers.conv(2L * w, 4L * w, 3, 2, 1), 4 * w, t));
    mid1 = child("mid1", new Block(Layers.conv(4L * w, 4L * w, 3, 1, 1), 4 * w, t));
    mid2 = child("mid2", new Block(Layers.conv(4L * w, 4L * w, 3, 1, 1), 4 * w, t));
    up1 = child("up1", new Block(Layers.convTranspose(8L * w, 2L * w, 4, 2, 1), 2 * w, t));
    up2 = child("up2", new Block(Layers.convTranspose(4L * w, w, 4, 2, 1), w, t));
    up3 = child("up3", new Block(Layers.conv(2L * w, w, 3, 1, 1), w, t));
    out = child("out", Layers.conv(w, config.outputs, 1, 1, 0));
  }

  @Override
  public Set<String> accepts() {
    return classes.accepts();
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    Tensor t = classes.addTo(time.forward(noiseLevel), conditioning);
    Tensor x1 = down1.forward(x, t);
    Tensor x2 = down2.forward(x1, t);
    Tensor x3 = down3.forward(x2, t);
    Tensor h = mid2.forward(mid1.forward(x3, t), t);
    h = up1.forward(Tensors.cat(1, h, x3), t);
    h = up2.forward(Tensors.cat(1, h, x2), t);
    h = up3.forward(Tensors.cat(1, h, x1), t);
    return out.forward(h);
  }

  /** Noise level to embedding: sinusoids, linear, SiLU, linear. */
  private static final class TimeMlp extends Net {
    private final int width;
    private final LinearImpl first;
    private final LinearImpl second;

    TimeMlp(int width) {
      this.width = width;
      first = child("1", new LinearImpl(width, width));
      second = child("3", new LinearImpl(width, width));
    }

    Tensor forward(Tensor noiseLevel) {
      return second.forward(torch.silu(first.forward(TimeEmbedding.sinusoidal(noiseLevel, width))));
    }
  }

  /** Convolution, time bias, group norm, SiLU. */
  private static final class Block extends Net {
    private static final int GROUPS = 8;
    private final LinearImpl timeBias;
    private final Convolution conv;
    private final GroupNormImpl norm;

    Block(Conv2dImpl conv, int channels, int timeWidth) {
      this(conv, conv::forward, channels, timeWidth);
    }

    Block(ConvTranspose2dImpl conv, int channels, int timeWidth) {
      this(conv, conv::forward, channels, timeWidth);
    }

    private Block(Module layer, Convolution conv, int channels, int timeWidth) {
      timeBias = child("time_mlp", new LinearImpl(timeWidth, channels));
      child("conv", layer);
      this.conv = conv;
      norm = child("norm", new GroupNormImpl(GROUPS, channels));
    }

    Tensor forward(Tensor x, Tensor t) {
      return TensorScope.result(
          () -> {
            Tensor bias = timeBias.forward(t).unsqueeze(2).unsqueeze(3);
            return torch.silu(norm.forward(conv.apply(x).add_(bias)));
          });
    }

    private interface Convolution {
      Tensor apply(Tensor x);
    }
  }
}
