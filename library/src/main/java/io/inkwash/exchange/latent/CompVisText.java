package io.inkwash.exchange.latent;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.file.TensorData;
import io.inkwash.nn.text.ClipTextConfig;
import io.inkwash.nn.text.ClipTextConfig.Activation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text encoder in a file of CompVis's naming: that of transformers in Stable Diffusion 1, and
 * that of OpenCLIP in 2, whose last layer is left out.
 *
 * @param config its sizes
 * @param tensors its weights by the names of transformers, without a prefix
 */
record CompVisText(ClipTextConfig config, Map<String, StoredTensor> tensors) {
  private static final String FIRST = "cond_stage_model.transformer.";
  private static final String SECOND = "cond_stage_model.model.";
  private static final int HEAD_WIDTH = 64;

  /**
   * Of OpenCLIP's 24. A file that was converted from diffusers holds no more, and reads them all.
   */
  private static final int READ_BY_SECOND = 23;

  private static final Pattern LAYER = Pattern.compile("transformer\\.resblocks\\.(\\d+)\\.(.+)");

  private static final Map<String, String> INSIDE =
      Map.of(
          "ln_1.", "layer_norm1.",
          "ln_2.", "layer_norm2.",
          "attn.out_proj.", "self_attn.out_proj.",
          "mlp.c_fc.", "mlp.fc1.",
          "mlp.c_proj.", "mlp.fc2.");

  static CompVisText find(Path file, Map<String, StoredTensor> all) {
    Map<String, StoredTensor> first = new LinkedHashMap<>();
    Map<String, StoredTensor> second = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(FIRST)) {
            first.put(ClipNames.plain(name.substring(FIRST.length())), tensor);
          } else if (name.startsWith(SECOND)) {
            renamed(second, name.substring(SECOND.length()), tensor);
          }
        });
    if (first.isEmpty() && second.isEmpty()) {
      throw new FileException(
          file, "holds no text encoder; allowed: a file with " + FIRST + "* or " + SECOND + "*");
    }
    if (first.isEmpty()) {
      Shapes shapes = new Shapes(file, SECOND, second);
      int skipped = layers(shapes) == READ_BY_SECOND ? 0 : 1;
      return new CompVisText(config(shapes, Activation.GELU, skipped), second);
    }
    return new CompVisText(config(new Shapes(file, FIRST, first), Activation.QUICK_GELU, 0), first);
  }

  private static int layers(Shapes shapes) {
    return shapes.numbers("encoder.layers.%d.mlp.fc1.weight", 1000).size();
  }

  private static ClipTextConfig config(Shapes shapes, Activation activation, int skipped) {
    String layer = "encoder.layers.0.mlp.fc1.weight";
    int width = shapes.size("embeddings.token_embedding.weight", 1);
    return shapes.checked(
        () ->
            new ClipTextConfig(
                shapes.size("embeddings.token_embedding.weight", 0),
                shapes.size("embeddings.position_embedding.weight", 0),
                width,
                shapes.size(layer, 0),
                layers(shapes),
                Math.max(1, width / HEAD_WIDTH),
                activation,
                skipped));
  }

  /** Puts a weight of OpenCLIP under its names in transformers. */
  private static void renamed(Map<String, StoredTensor> to, String name, StoredTensor tensor) {
    Matcher layer = LAYER.matcher(name);
    if (layer.matches()) {
      String prefix = "encoder.layers." + layer.group(1) + ".";
      String inside = layer.group(2);
      if (inside.startsWith("attn.in_proj_")) {
        String end = inside.substring("attn.in_proj_".length());
        String[] parts = {"q_proj.", "k_proj.", "v_proj."};
        for (int i = 0; i < parts.length; i++) {
          to.put(prefix + "self_attn." + parts[i] + end, third(tensor, i));
        }
        return;
      }
      INSIDE.forEach(
          (theirs, ours) -> {
            if (inside.startsWith(theirs)) {
              to.put(prefix + ours + inside.substring(theirs.length()), tensor);
            }
          });
      return;
    }
    switch (name) {
      case "token_embedding.weight" -> to.put("embeddings.token_embedding.weight", tensor);
      case "positional_embedding" -> to.put("embeddings.position_embedding.weight", tensor);
      case "ln_final.weight" -> to.put("final_layer_norm.weight", tensor);
      case "ln_final.bias" -> to.put("final_layer_norm.bias", tensor);
      default -> {} // the projection to pictures and its scale, which no text encoder has
    }
  }

  /** A third of the rows. */
  private static StoredTensor third(StoredTensor tensor, int which) {
    long[] shape = tensor.shape();
    shape[0] /= 3;
    return new StoredTensor(
        tensor.dtype(),
        shape,
        () -> {
          ByteBuffer all = tensor.load().bytes();
          int length = all.remaining() / 3;
          return new TensorData(tensor.dtype(), shape, all.slice(which * length, length));
        });
  }
}
