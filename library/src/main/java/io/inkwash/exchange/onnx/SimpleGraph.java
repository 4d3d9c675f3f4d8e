package io.inkwash.exchange.onnx;

import io.inkwash.catalog.Spec;
import java.util.List;

/** {@code simple-unet}; see {@code nn.SimpleUNet}. */
record SimpleGraph(GraphLayers layers, String embedding) {
  private static final int GROUPS = 8;

  /** See {@link NetworkGraph#build}. */
  static String build(GraphLayers layers, Spec network, int classes) {
    int half = Math.toIntExact(layers.size("time_mlp.1.weight", 1) / 2);
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10000) * i / (half - 1));
    }
    String angles = layers.angles(NetworkGraph.LEVELS, frequencies);
    String sinusoids =
        layers.cat(1, layers.op("Sin", List.of(angles)), layers.op("Cos", List.of(angles)));
    String time = layers.linear("time_mlp.3", layers.silu(layers.linear("time_mlp.1", sinusoids)));
    return new SimpleGraph(
            layers, classes == 0 ? time : layers.withClasses("class_emb.weight", time))
        .build();
  }

  private String build() {
    String x1 = block("down1", layers.conv("down1.conv", NetworkGraph.IMAGES, 1, 1));
    String x2 = block("down2", layers.conv("down2.conv", x1, 2, 1));
    String x3 = block("down3", layers.conv("down3.conv", x2, 2, 1));
    String h = block("mid1", layers.conv("mid1.conv", x3, 1, 1));
    h = block("mid2", layers.conv("mid2.conv", h, 1, 1));
    h = block("up1", layers.convTwice("up1.conv", layers.cat(1, h, x3)));
    h = block("up2", layers.convTwice("up2.conv", layers.cat(1, h, x2)));
    h = block("up3", layers.conv("up3.conv", layers.cat(1, h, x1), 1, 1));
    return layers.conv("out", h, 1, 0);
  }

  private String block(String name, String convolved) {
    String bias = layers.overPixels(layers.linear(name + ".time_mlp", embedding));
    return layers.silu(layers.norm(name + ".norm", layers.add(convolved, bias), GROUPS, 1e-5));
  }
}
