package io.inkwash.exchange.onnx;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.LibraryVersion;
import io.inkwash.file.ProtoMessage;
import io.inkwash.file.TensorData;
import io.inkwash.recipe.DiffusionMethod;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.recipe.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A diffusion model's network as an ONNX file: from {@code x} [N,C,H,W], the noisy image scaled as
 * the recipe says, and {@code noise_level} [N], and {@code classes} [N] where it has some, to
 * {@code y}, the recipe's target. The recipe's settings of the model are in the metadata.
 */
public final class OnnxFile {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 17;

  private static final Map<String, Function<ImageSpec, NetworkGraph>> GRAPHS =
      Map.of(
          "adm-unet", images -> AdmGraph::build,
          "simple-unet", images -> SimpleGraph::build,
          "compact-unet", CompactGraph::of);

  private OnnxFile() {}

  /**
   * Writes the file.
   *
   * @param weights the network's state dict
   * @throws IllegalArgumentException if the network cannot be written; the message says why
   * @throws io.inkwash.file.FileException if the file cannot be written
   */
  public static void write(Path file, DiffusionRecipe recipe, Map<String, TensorData> weights) {
    AtomicFiles.write(file, bytes(recipe, weights));
  }

  private static byte[] bytes(DiffusionRecipe recipe, Map<String, TensorData> weights) {
    ImageSpec images = recipe.data();
    int classes = weights.keySet().stream().anyMatch(OnnxFile::ofClasses) ? images.classes() : 0;
    OnnxGraph graph = new OnnxGraph();
    graph.input(NetworkGraph.IMAGES, images.channels(), images.height(), images.width());
    graph.input(NetworkGraph.LEVELS);
    if (classes > 0) {
      graph.inputOfIntegers(NetworkGraph.CLASSES);
    }
    Spec network = recipe.model().network();
    String output = graph(network, images).build(new GraphLayers(graph, weights), network, classes);
    long channels = (long) DiffusionMethod.of(recipe).variance().parts() * images.channels();
    graph.output(output, "y", channels, images.height(), images.width());
    ProtoMessage model =
        new ProtoMessage()
            .whole(1, IR_VERSION)
            .text(2, "inkwash")
            .text(3, LibraryVersion.text())
            .message(7, graph.named(network.name()))
            .message(8, new ProtoMessage().text(1, "").whole(2, OPSET));
    Settings.of(recipe)
        .forEach(
            (key, value) -> {
              if (key.startsWith("model.")) {
                model.message(14, new ProtoMessage().text(1, key).text(2, value));
              }
            });
    return model.bytes();
  }

  private static boolean ofClasses(String name) {
    return name.equals("label_emb.weight") || name.equals("class_emb.weight");
  }

  private static NetworkGraph graph(Spec network, ImageSpec images) {
    Function<ImageSpec, NetworkGraph> known = GRAPHS.get(network.name());
    if (known == null) {
      throw new IllegalArgumentException(
          "the network "
              + network.name()
              + " has no ONNX graph; allowed: "
              + String.join(", ", new TreeSet<>(GRAPHS.keySet())));
    }
    return known.apply(images);
  }
}
