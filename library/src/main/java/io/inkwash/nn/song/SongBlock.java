package io.inkwash.nn.song;

import io.inkwash.nn.AttentionMaps;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A residual block of BigGAN's form with an optional layer of attention; two are added by {@link
 * Sums}:
 *
 * <pre>
 * x ── norm, SiLU, resize, conv ── + embedding ── norm, SiLU, dropout, conv ── + ── attention ── out
 *   └──────────────── resize, 1x1 conv where anything changes ────────────────┘
 * </pre>
 */
final class SongBlock extends Net implements FeatureLayer {
  /** A change of height and width. */
  enum Resize {
    NONE,
    HALVE,
    TWICE;

    UnaryOperator<Tensor> by(Filter filter) {
      return switch (this) {
        case NONE -> x -> x;
        case HALVE -> filter::halve;
        case TWICE -> filter::twice;
      };
    }
  }

  private final UnaryOperator<Tensor> resize;
  private final Sums sums;
  private final GroupNormImpl norm0;
  private final Conv2dImpl conv0;
  private final LinearImpl affine;
  private final GroupNormImpl norm1;
  private final Conv2dImpl conv1;
  private final @Nullable Conv2dImpl skip;
  private final @Nullable GroupNormImpl norm2;
  private final @Nullable Conv2dImpl qkv;
  private final @Nullable Conv2dImpl proj;

  SongBlock(SongConfig config, int in, int out, Resize resizing, boolean attention) {
    resize = resizing.by(config.filter());
    sums = config.sums();
    norm0 = child("norm0", SongConfig.norm(in));
    conv0 = child("conv0", Layers.conv(in, out, 3, 1, 1));
    affine = child("affine", new LinearImpl(config.embeddingWidth(), out));
    norm1 = child("norm1", SongConfig.norm(out));
    conv1 = child("conv1", Layers.conv(out, out, 3, 1, 1), Start.ZERO);
    boolean same = in == out && resizing == Resize.NONE;
    skip = same ? null : child("skip", Layers.conv(in, out, 1, 1, 0));
    norm2 = attention ? child("norm2", SongConfig.norm(out)) : null;
    qkv = attention ? child("qkv", Layers.conv(out, 3L * out, 1, 1, 0)) : null;
    proj = attention ? child("proj", Layers.conv(out, out, 1, 1, 0), Start.ZERO) : null;
  }

  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor h = conv0.forward(resize.apply(torch.silu(Layers.normalize(norm0, x))));
    h = h.add(affine.forward(context.embedding()).unsqueeze(2).unsqueeze(3));
    h = torch.silu(Layers.normalize(norm1, h));
    h = conv1.forward(context.dropout().apply(h));
    Tensor passed = resize.apply(x);
    Tensor sum = sums.of(h, skip == null ? passed : skip.forward(passed));
    return norm2 == null || qkv == null || proj == null
        ? sum
        : sums.of(proj.forward(attend(qkv.forward(Layers.normalize(norm2, sum)))), sum);
  }

  /** One head: from [N,3C,H,W], where each channel's q, k and v follow each other, to [N,C,H,W]. */
  private static Tensor attend(Tensor projected) {
    long channels = projected.size(1) / 3;
    Tensor split = projected.view(projected.size(0), channels, 3, -1);
    Tensor v = split.select(2, 2);
    Tensor mixed = v;
    if (!AttentionMaps.identityAt(split.size(3))) {
      Tensor scaled = split.select(2, 1).mul(new Scalar(1 / Math.sqrt((double) channels)));
      Tensor logits = split.select(2, 0).transpose(-2, -1).matmul(scaled);
      Tensor weights = logits.to(ScalarType.Float).softmax(-1).to(v.scalar_type());
      AttentionMaps.see(weights.unsqueeze(1));
      mixed = v.matmul(weights.transpose(-2, -1));
    }
    return mixed.reshape(projected.size(0), channels, projected.size(2), projected.size(3));
  }
}
