package io.inkwash.nn.text;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Layers;
import io.inkwash.nn.Numbered;
import io.inkwash.torch.Net;
import io.inkwash.torch.Start;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * CLIP's text encoder (Radford et al. 2021, arXiv 2103.00020, section 2.4): a transformer in which
 * each token sees the ones before it. State dicts are those of {@code CLIPTextModel} in {@code
 * transformers}.
 */
public final class ClipTextEncoder extends Net {
  private static final double EPSILON = 1e-5;

  private final ClipTextConfig config;
  private final EmbeddingImpl tokens;
  private final EmbeddingImpl positions;
  private final List<ClipLayer> layers = new ArrayList<>();
  private final LayerNormImpl norm;

  /** Builds the network; its weights are drawn by {@link #initialize}. */
  public ClipTextEncoder(ClipTextConfig config) {
    this.config = config;
    Part model = child("text_model", new Part());
    Part embeddings = model.part("embeddings", new Part());
    tokens = embeddings.embedding("token_embedding", config.vocabulary(), config.width());
    positions = embeddings.embedding("position_embedding", config.positions(), config.width());
    Numbered list = model.part("encoder", new Part()).part("layers", new Numbered());
    for (int i = 0; i < config.layers(); i++) {
      layers.add(list.add(i, new ClipLayer(config, EPSILON)));
    }
    norm = model.norm("final_layer_norm", config.width());
  }

  /** A part of the reference's name without arithmetic of its own. */
  private static final class Part extends Net {
    <M extends Net> M part(String name, M part) {
      return child(name, part);
    }

    EmbeddingImpl embedding(String name, int count, int width) {
      return child(name, new EmbeddingImpl(count, width), Start.NORMAL);
    }

    LayerNormImpl norm(String name, int width) {
      return child(name, Layers.layerNorm(width, EPSILON));
    }
  }

  /** The sizes. */
  public ClipTextConfig config() {
    return config;
  }

  /**
   * The vectors of the tokens after the layers that are not left out and the final norm.
   *
   * @param ids [N,L] int64 tokens, L up to the longest text
   * @return [N,L,width]
   * @throws IllegalArgumentException if the texts are too long
   */
  public Tensor forward(Tensor ids) {
    long length = ids.size(1);
    if (length > config.positions()) {
      throw new IllegalArgumentException(
          format("texts of %d tokens; allowed: up to %d", length, config.positions()));
    }
    Tensor numbers = Tensors.of(LongStream.range(0, length).toArray(), 1, length);
    Tensor words = tokens.forward(ids).to(ScalarType.Float); // its numbers may have 16 bits
    Tensor h = words.add(positions.forward(numbers).to(ScalarType.Float));
    for (ClipLayer layer : layers.subList(0, layers.size() - config.skipped())) {
      h = layer.forward(h);
    }
    return norm.forward(h);
  }
}
