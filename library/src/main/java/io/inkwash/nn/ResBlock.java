package io.inkwash.nn;

import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A residual block that adds the embedding between its two convolutions:
 *
 * <pre>
 * x ── norm, SiLU, resize, conv ── embedding, norm, SiLU, dropout, conv ── + ── out
 *   └────────────── resize, 1x1 conv where channels change ────────────────┘
 * </pre>
 *
 * <p>Its last convolution starts at zero, so at first the block passes on what comes in.
 */
public final class ResBlock extends Net implements FeatureLayer {

  /** A change of size without weights. */
  public enum Resize {
    /** As it is. */
    NONE {
      @Override
      public Tensor apply(Tensor x) {
        return x;
      }
    },
    /** Half the height and width: the mean of each square of four. */
    HALVE {
      @Override
      public Tensor apply(Tensor x) {
        return torch.avg_pool2d(x, 2, 2);
      }
    },
    /** Twice the height and width: each value becomes a square of four. */
    DOUBLE {
      @Override
      public Tensor apply(Tensor x) {
        return torch.upsample_nearest2d(x, 2 * x.size(2), 2 * x.size(3));
      }
    };

    /** Resizes [N,C,H,W]. */
    public abstract Tensor apply(Tensor x);
  }

  private final int out;
  private final Modulation modulation;
  private final Resize resize;
  private final GroupNormImpl inNorm;
  private final Conv2dImpl inConv;
  private final LinearImpl embed;
  private final GroupNormImpl outNorm;
  private final Conv2dImpl outConv;
  private final @Nullable Conv2dImpl skip;

  /**
   * A block.
   *
   * @param in channels that come in
   * @param out channels that go out
   * @param embeddingWidth width of the embedding
   * @param modulation how the embedding enters
   * @param resize what happens to height and width
   */
  public ResBlock(int in, int out, int embeddingWidth, Modulation modulation, Resize resize) {
    this(in, out, embeddingWidth, modulation, resize, AdmConfig.Lineage.ADM);
  }

  /** The same with the norms of a lineage. */
  ResBlock(
      int in,
      int out,
      int embeddingWidth,
      Modulation modulation,
      Resize resize,
      AdmConfig.Lineage lineage) {
    this.out = out;
    this.modulation = modulation;
    this.resize = resize;
    Numbered first = child("in_layers", new Numbered());
    inNorm = first.add(0, lineage.norm(in));
    inConv = first.add(2, Layers.conv(in, out, 3, 1, 1));
    Numbered middle = child("emb_layers", new Numbered());
    embed =
        middle.add(
            1,
            new LinearImpl(
                embeddingWidth,
                switch (modulation) {
                  case ADD -> out;
                  case SCALE_SHIFT -> 2L * out;
                }));
    Numbered last = child("out_layers", new Numbered());
    outNorm = last.add(0, lineage.norm(out));
    outConv = last.add(3, Layers.conv(out, out, 3, 1, 1), Start.ZERO);
    skip = in == out ? null : child("skip_connection", Layers.conv(in, out, 1, 1, 0));
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor h = torch.silu(Layers.normalize(inNorm, x));
    h = inConv.forward(resize.apply(h));
    Tensor embedded = embed.forward(torch.silu(context.embedding())).unsqueeze(2).unsqueeze(3);
    h = outConv.forward(context.dropout().apply(torch.silu(modulate(h, embedded))));
    Tensor passed = resize.apply(x);
    return (skip == null ? passed : skip.forward(passed)).add(h);
  }

  private Tensor modulate(Tensor h, Tensor embedded) {
    return switch (modulation) {
      case ADD -> Layers.normalize(outNorm, h.add(embedded));
      case SCALE_SHIFT -> {
        Tensor scale = embedded.narrow(1, 0, out).add(new Scalar(1.0));
        Tensor shift = embedded.narrow(1, out, out);
        yield Layers.normalize(outNorm, h).mul(scale).add(shift);
      }
    };
  }
}
