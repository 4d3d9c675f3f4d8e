package io.inkwash.nn.attention;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A block of a transformer that reads a text (Rombach et al. 2022, arXiv 2112.10752, appendix
 * E.2.1, table 16):
 *
 * <pre>
 * x = x + self-attention(norm1 x)
 * x = x + cross-attention(norm2 x, text)
 * x = x + feed-forward(norm3 x)
 * </pre>
 */
public final class TransformerBlock extends Net {
  private static final double EPSILON = 1e-5;

  private final CrossAttention self;
  private final FeedForward linear;
  private final CrossAttention cross;
  private final LayerNormImpl norm1;
  private final LayerNormImpl norm2;
  private final LayerNormImpl norm3;

  /**
   * A block.
   *
   * @param width of the sequence, a multiple of the number of heads
   * @param contextWidth of the text
   * @param heads 1 or more
   */
  public TransformerBlock(int width, int contextWidth, int heads) {
    self = child("attn1", new CrossAttention(width, width, heads));
    linear = child("ff", new FeedForward(width));
    cross = child("attn2", new CrossAttention(width, contextWidth, heads));
    norm1 = child("norm1", Layers.layerNorm(width, EPSILON));
    norm2 = child("norm2", Layers.layerNorm(width, EPSILON));
    norm3 = child("norm3", Layers.layerNorm(width, EPSILON));
  }

  /**
   * The sequence after the block, in its own shape.
   *
   * @param x [N,L,width]
   * @param text [N,S,contextWidth]
   * @param seen [N,S], 1 for a token and 0 for padding; null if all are tokens
   */
  public Tensor forward(Tensor x, Tensor text, @Nullable Tensor seen) {
    Tensor normal = norm1.forward(x);
    Tensor h = self.forward(normal, normal, null).add_(x);
    h = cross.forward(norm2.forward(h), text, seen).add_(h);
    return linear.forward(norm3.forward(h)).add_(h);
  }
}
