package io.inkwash.nn.attention;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.FeatureLayer;
import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A transformer over the positions of a picture's features, which reads a text (Rombach et al.
 * 2022, arXiv 2112.10752, equation 4), as a residual. Its last projection starts at zero.
 */
public final class SpatialTransformer extends Net implements FeatureLayer {

  /** How features enter and leave the transformer; the same arithmetic, other shapes of weights. */
  public enum Projection {
    /** A convolution of one pixel, as Stable Diffusion 1 has. */
    CONVOLUTION,
    /** A linear layer, as Stable Diffusion 2 has. */
    LINEAR
  }

  private static final double EPSILON = 1e-6;

  private final Projection projection;
  private final GroupNormImpl norm;
  private final UnaryOperator<Tensor> in;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final UnaryOperator<Tensor> out;

  /**
   * A layer.
   *
   * @param channels of the features, a multiple of 32 and of the number of heads
   * @param contextWidth of the text's tokens
   * @param heads 1 or more
   * @param depth blocks, 1 or more
   * @param projection how features enter and leave
   */
  public SpatialTransformer(
      int channels, int contextWidth, int heads, int depth, Projection projection) {
    this.projection = projection;
    norm = child("norm", Layers.norm(channels, Layers.GROUPS, EPSILON));
    in = projection("proj_in", channels, Start.UNIFORM);
    Numbered list = child("transformer_blocks", new Numbered());
    for (int i = 0; i < depth; i++) {
      blocks.add(list.add(i, new TransformerBlock(channels, contextWidth, heads)));
    }
    out = projection("proj_out", channels, Start.ZERO);
  }

  private UnaryOperator<Tensor> projection(String name, int channels, Start start) {
    return switch (projection) {
      case CONVOLUTION -> child(name, Layers.conv(channels, channels, 1, 1, 0), start)::forward;
      case LINEAR -> child(name, new LinearImpl(channels, channels), start)::forward;
    };
  }

  /**
   * The features after the text was read.
   *
   * @throws IllegalArgumentException if no text is given
   */
  @Override
  public Tensor forward(Tensor x, Context context) {
    Tensor text =
        context
            .conditioning()
            .of(Conditioning.TEXT)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a network with spatial transformers is given no text; allowed: token"
                            + " embeddings [N,L,D], those of an empty text for none"));
    @Nullable Tensor seen = context.conditioning().of(Conditioning.TEXT_MASK).orElse(null);
    Tensor h = enter(Layers.normalize(norm, x));
    for (TransformerBlock block : blocks) {
      h = block.forward(h, text, seen);
    }
    return leave(h, x).add(x);
  }

  /** From [N,C,H,W] to [N,HW,C]. */
  private Tensor enter(Tensor x) {
    return switch (projection) {
      case CONVOLUTION -> in.apply(x).flatten(2, -1).transpose(1, 2);
      case LINEAR -> in.apply(x.flatten(2, -1).transpose(1, 2));
    };
  }

  /** From [N,HW,C] to the shape of a picture's features. */
  private Tensor leave(Tensor h, Tensor like) {
    return switch (projection) {
      case CONVOLUTION -> out.apply(h.transpose(1, 2).reshape(like.sizes()));
      case LINEAR -> out.apply(h).transpose(1, 2).reshape(like.sizes());
    };
  }
}
