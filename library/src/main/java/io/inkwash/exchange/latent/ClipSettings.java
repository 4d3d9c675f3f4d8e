package io.inkwash.exchange.latent;

import io.inkwash.file.FileException;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextConfig.Activation;
import java.util.Map;

/** The {@code config.json} of {@code CLIPTextModel} in transformers. */
final class ClipSettings {
  private ClipSettings() {}

  /**
   * The network.
   *
   * @throws FileException if it does not exist here, with the setting's name
   */
  static ClipTextConfig read(Settings settings) {
    settings.fixed(Map.of("model_type", "clip_text_model", "layer_norm_eps", "1.0E-5"));
    for (String name : settings.words("architectures")) {
      if (!name.equals("CLIPTextModel")) {
        throw settings.refused("architectures", name, "CLIPTextModel");
      }
    }
    String activation = settings.text("hidden_act", "quick_gelu");
    try {
      return new ClipTextConfig(
          settings.integer("vocab_size", 49_408),
          settings.integer("max_position_embeddings", 77),
          settings.integer("hidden_size", 512),
          settings.integer("intermediate_size", 2048),
          settings.integer("num_hidden_layers", 12),
          settings.integer("num_attention_heads", 8),
          switch (activation) {
            case "quick_gelu" -> Activation.QUICK_GELU;
            case "gelu" -> Activation.GELU;
            default -> throw settings.refused("hidden_act", activation, "quick_gelu or gelu");
          },
          0);
    } catch (IllegalArgumentException e) {
      throw new FileException(settings.file(), "is of " + e.getMessage(), e);
    }
  }
}
