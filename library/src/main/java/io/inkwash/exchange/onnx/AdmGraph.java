package io.inkwash.exchange.onnx;

import io.inkwash.catalog.Spec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code adm-unet}, layer by layer as its state dict names them; see {@code nn.AdmUNet}. */
final class AdmGraph {
  private static final int GROUPS = 32;

  private final GraphLayers layers;
  private final String modulation;
  private final boolean original; // the lineage of DDPM
  private final int headWidth;
  private final int heads;
  private final boolean inTurn; // queries, keys and values of each head follow each other
  private String embedding = "";

  private AdmGraph(GraphLayers layers, Spec network) {
    this.layers = layers;
    modulation = argument(network, "modulation", "scale-shift");
    original = argument(network, "lineage", "adm").equals("ddpm");
    headWidth = Integer.parseInt(argument(network, "headWidth", "32"));
    heads = Integer.parseInt(argument(network, "heads", "0"));
    inTurn = argument(network, "order", "legacy").equals("legacy");
  }

  private static String argument(Spec network, String name, String otherwise) {
    return network.arguments().getOrDefault(name, otherwise);
  }

  /** Blocks of this kind in another network, with an embedding that is known. */
  static AdmGraph blocks(GraphLayers layers, Spec network, String embedding) {
    AdmGraph graph = new AdmGraph(layers, network);
    graph.embedding = embedding;
    return graph;
  }

  /** See {@link NetworkGraph#build}. */
  static String build(GraphLayers layers, Spec network, int classes) {
    if (argument(network, "sizes", "exact").equals("padded")) {
      throw new IllegalArgumentException(
          "a network that pads pictures to any size; allowed: sizes=exact");
    }
    return new AdmGraph(layers, network).build(network, classes);
  }

  private String build(Spec network, int classes) {
    int width = Integer.parseInt(argument(network, "width", "0"));
    String time =
        layers.linear("time_embed.2", layers.silu(layers.linear("time_embed.0", sinusoids(width))));
    embedding = classes == 0 ? time : layers.withClasses("label_emb.weight", time);
    int blocks = Integer.parseInt(argument(network, "blocks", "0"));
    int levels = argument(network, "multipliers", "").split(":").length;
    String resampling = argument(network, "resampling", "convolution");
    Deque<String> skips = new ArrayDeque<>();
    String h = layers.conv("input_blocks.0.0", NetworkGraph.IMAGES, 1, 1);
    skips.push(h);
    for (int i = 1; i < levels * (blocks + 1); i++) {
      boolean halves = i % (blocks + 1) == 0;
      UnaryOperator<String> resize =
          halves && resampling.equals("residual") ? layers::halve : x -> x;
      h = stage("input_blocks." + i, h, resize);
      h = halves && resampling.equals("plain") ? layers.halve(h) : h;
      skips.push(h);
    }
    h = stage("middle_block", h, x -> x);
    for (int i = 0; i < levels * (blocks + 1); i++) {
      boolean doubles = i % (blocks + 1) == blocks && i < (levels - 1) * (blocks + 1);
      h = stage("output_blocks." + i, layers.cat(1, h, skips.pop()), x -> x);
      h = doubles && resampling.equals("plain") ? layers.twice(h) : h;
    }
    return layers.conv("out.2", layers.silu(norm("out.0", h)), 1, 1);
  }

  private String sinusoids(int width) {
    float[] frequencies = new float[width / 2];
    double last = original ? width / 2 - 1 : width / 2;
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10000) * i / last);
    }
    String angles = layers.angles(NetworkGraph.LEVELS, frequencies);
    String sines = layers.op("Sin", List.of(angles));
    String cosines = layers.op("Cos", List.of(angles));
    return original ? layers.cat(1, sines, cosines) : layers.cat(1, cosines, sines);
  }

  private String norm(String layer, String x) {
    return layers.norm(layer, x, GROUPS, original ? 1e-6 : 1e-5);
  }

  /** Layers one after the other, each known by the names of its parameters. */
  private String stage(String name, String x, UnaryOperator<String> resize) {
    String h = x;
    for (int j = 0; j < 3; j++) {
      String layer = name + "." + j;
      if (layers.has(layer + ".in_layers.2.weight")) {
        boolean doubles = name.startsWith("output_blocks") && j > 0;
        h = residual(layer, h, doubles ? layers::twice : resize);
      } else if (layers.has(layer + ".qkv.weight")) {
        h = attention(layer, h);
      } else if (layers.has(layer + ".op.weight")) {
        h = layers.conv(layer + ".op", h, 2, original ? 0 : 1, 1);
      } else if (layers.has(layer + ".conv.weight")) {
        h = layers.conv(layer + ".conv", layers.twice(h), 1, 1);
      }
    }
    return h;
  }

  /** A residual block. */
  String residual(String layer, String x, UnaryOperator<String> resize) {
    String h = resize.apply(layers.silu(norm(layer + ".in_layers.0", x)));
    h = layers.conv(layer + ".in_layers.2", h, 1, 1);
    String embedded =
        layers.overPixels(layers.linear(layer + ".emb_layers.1", layers.silu(embedding)));
    if (modulation.equals("add")) {
      h = norm(layer + ".out_layers.0", layers.add(h, embedded));
    } else {
      long channels = layers.size(layer + ".out_layers.0.weight", 0);
      List<String> parts = layers.split(embedded, 1, 2, channels);
      h = layers.mul(norm(layer + ".out_layers.0", h), layers.onePlus(parts.get(0)));
      h = layers.add(h, parts.get(1));
    }
    h = layers.conv(layer + ".out_layers.3", layers.silu(h), 1, 1);
    String passed = resize.apply(x);
    String skip = layer + ".skip_connection";
    return layers.add(layers.has(skip + ".weight") ? layers.conv(skip, passed, 1, 0) : passed, h);
  }

  /** Self-attention over the positions of a picture. */
  String attention(String layer, String x) {
    long channels = layers.size(layer + ".norm.weight", 0);
    long count = heads > 0 ? heads : channels / headWidth;
    long width = channels / count;
    String positions = layers.positions(x);
    String projected = layers.conv(layer + ".qkv", norm(layer + ".norm", positions), 1, 0);
    List<String> parts =
        inTurn
            ? layers.split(layers.reshape(projected, 0, count, 3 * width, -1), 2, 3, width)
            : layers.split(projected, 1, 3, channels).stream()
                .map(part -> layers.reshape(part, 0, count, width, -1))
                .toList();
    String logits =
        layers.op("MatMul", List.of(layers.transpose(parts.get(0), 0, 1, 3, 2), parts.get(1)));
    String shares =
        layers.op(
            "Softmax",
            List.of(layers.scaled(logits, 1 / Math.sqrt((double) width))),
            OnnxGraph.whole("axis", -1));
    String read = layers.op("MatMul", List.of(parts.get(2), layers.transpose(shares, 0, 1, 3, 2)));
    String mixed = layers.conv(layer + ".proj_out", layers.reshape(read, 0, channels, -1), 1, 0);
    return layers.like(layers.add(positions, mixed), x);
  }
}
