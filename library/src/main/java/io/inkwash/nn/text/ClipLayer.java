package io.inkwash.nn.text;

import io.inkwash.nn.Layers;
import io.inkwash.torch.Net;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;

/** A layer of a transformer: causal self-attention and a perceptron, each after a norm. */
final class ClipLayer extends Net {
  private final CausalAttention attention;
  private final LayerNormImpl norm1;
  private final Perceptron perceptron;
  private final LayerNormImpl norm2;

  ClipLayer(ClipTextConfig config, double epsilon) {
    attention = child("self_attn", new CausalAttention(config.width(), config.heads()));
    norm1 = child("layer_norm1", Layers.layerNorm(config.width(), epsilon));
    perceptron = child("mlp", new Perceptron(config));
    norm2 = child("layer_norm2", Layers.layerNorm(config.width(), epsilon));
  }

  Tensor forward(Tensor x) {
    Tensor h = attention.forward(norm1.forward(x)).add(x);
    return perceptron.forward(norm2.forward(h)).add(h);
  }

  /** Two linear layers. */
  private static final class Perceptron extends Net {
    private final LinearImpl in;
    private final LinearImpl out;
    private final ClipTextConfig.Activation activation;

    Perceptron(ClipTextConfig config) {
      in = child("fc1", new LinearImpl(config.width(), config.hidden()));
      out = child("fc2", new LinearImpl(config.hidden(), config.width()));
      activation = config.activation();
    }

    Tensor forward(Tensor x) {
      return out.forward(activation.apply(in.forward(x)));
    }
  }
}
