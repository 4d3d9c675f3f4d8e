package io.inkwash.exchange.onnx;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code compact-unet}; see {@code nn.CompactUNet}. */
final class CompactGraph {
  private static final int GROUPS = 32;

  private CompactGraph() {}

  /** One for images of a form. */
  static NetworkGraph of(ImageSpec images) {
    return (layers, network, classes) -> build(layers, network, classes, images);
  }

  private static String build(GraphLayers layers, Spec network, int classes, ImageSpec images) {
    if (layers.has("text_proj.weight")) {
      throw new IllegalArgumentException("a network that reads captions; allowed: text=none");
    }
    int width = Math.toIntExact(layers.size("conv_in.weight", 0));
    float[] frequencies = new float[width / 2];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10000) * i / frequencies.length);
    }
    String angles = layers.angles(NetworkGraph.LEVELS, frequencies);
    String sinusoids =
        layers.cat(1, layers.op("Cos", List.of(angles)), layers.op("Sin", List.of(angles)));
    String time =
        layers.linear("time_embed.2", layers.silu(layers.linear("time_embed.0", sinusoids)));
    AdmGraph blocks =
        AdmGraph.blocks(
            layers, network, classes == 0 ? time : layers.withClasses("label_emb.weight", time));
    String h =
        layers.unshuffle(
            NetworkGraph.IMAGES, images.channels(), images.height(), images.width(), 2);
    h = layers.conv("conv_in", h, 1, 1);
    Deque<String> skips = new ArrayDeque<>();
    for (int i = 0; layers.has("down." + i + ".0.in_layers.2.weight"); i++) {
      h = blocks.residual("down." + i + ".0", h, x -> x);
      skips.push(h);
    }
    h = layers.conv("halve", h, 2, 1);
    for (int i = 0; layers.has("middle." + i + ".0.in_layers.2.weight"); i++) {
      h = blocks.residual("middle." + i + ".0", h, x -> x);
      h = blocks.attention("middle." + i + ".1", h);
    }
    h = layers.shuffle(layers.conv("twice", h, 1, 0), 2);
    for (int i = 0; layers.has("up." + i + ".0.in_layers.2.weight"); i++) {
      h = blocks.residual("up." + i + ".0", layers.cat(1, h, skips.pop()), x -> x);
      h = layers.has("up." + i + ".1.qkv.weight") ? blocks.attention("up." + i + ".1", h) : h;
    }
    String last = layers.silu(layers.norm("out.0", h, GROUPS, 1e-5));
    return layers.shuffle(layers.conv("out.2", last, 1, 1), 2);
  }
}
