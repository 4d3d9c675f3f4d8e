package io.inkwash.nn.text;

import io.inkwash.nn.Layers;
import io.inkwash.nn.limit.Limits;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A transformer that encodes numbered words (Vaswani et al. 2017, arXiv 1706.03762, with norms
 * before each part). A vector of its own is put before the words of every text, sees them all, and
 * stands for the whole; a text without words is that vector alone.
 *
 * <p>Parameters: {@code token_embedding}, {@code positional_embedding}, {@code layerI}, {@code
 * ln_final}.
 */
public final class TextTransformer extends Net {

  /**
   * The sizes.
   *
   * @param words numbers that words have, 0 being padding; 2 or more
   * @param length words a text, 1 or more
   * @param width of a word's vector, a multiple of the heads
   * @param layers 1 or more
   * @param heads of attention, 1 or more
   */
  public record Config(int words, int length, int width, int layers, int heads) {
    private static final Limits LIMITS = Limits.of("TextTransformer's");

    public Config {
      LIMITS.require(words >= 2, "words", words, "2 or more");
      LIMITS.require(length >= 1, "length", length, "1 or more");
      LIMITS.require(layers >= 1, "layers", layers, "1 or more");
      LIMITS.require(heads >= 1, "heads", heads, "1 or more");
      LIMITS.require(
          width >= 1 && width % heads == 0, "width", width, "a multiple of the heads, " + heads);
    }
  }

  /**
   * Encoded texts.
   *
   * @param states [N, 1 + L, D] a vector for each text and for each of its words
   * @param mask [N, 1 + L] 1 for the text and its words, 0 for padding
   */
  public record Encoded(Tensor states, Tensor mask) {}

  private final Config config;
  private final EmbeddingImpl tokens;
  private final EmbeddingImpl positions;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNormImpl norm;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public TextTransformer(Config config) {
    this.config = config;
    tokens = child("token_embedding", new EmbeddingImpl(config.words, config.width), Start.NORMAL);
    positions =
        child(
            "positional_embedding",
            new EmbeddingImpl(1L + config.length, config.width),
            Start.NORMAL);
    for (int i = 0; i < config.layers; i++) {
      layers.add(child("layer" + i, new TransformerLayer(config.width, config.heads)));
    }
    norm = child("ln_final", Layers.layerNorm(config.width, TransformerLayer.EPSILON));
  }

  /** The sizes. */
  public Config config() {
    return config;
  }

  /**
   * Encodes texts.
   *
   * @param words [N,L] int64 numbers, 0 for padding
   */
  public Encoded forward(Tensor words) {
    long texts = words.size(0);
    Tensor mask =
        Tensors.cat(
            1,
            Tensors.zeros(texts, 1),
            words.ne(new Scalar(0.0)).to(Tensors.zeros(1).scalar_type()));
    mask.narrow(1, 0, 1).fill_(new Scalar(1.0));
    long[] order = LongStream.rangeClosed(0, config.length).toArray();
    Tensor located = positions.forward(Tensors.of(order, 1, order.length)).expand(texts, -1, -1);
    Tensor own = Tensors.zeros(texts, 1, config.width);
    Tensor x = located.add(Tensors.cat(1, own, tokens.forward(words)));
    for (TransformerLayer layer : layers) {
      x = layer.forward(x, mask);
    }
    return new Encoded(norm.forward(x), mask);
  }
}
