package io.inkwash.exchange.latent;

import io.inkwash.exchange.pytorch.StoredTensor;
import io.inkwash.file.FileException;
import io.inkwash.format.Quote;
import io.inkwash.nn.Heads;
import io.inkwash.nn.attention.SpatialTransformer.Projection;
import io.inkwash.nn.latent.AutoencoderKlConfig;
import io.inkwash.nn.latent.ConditionalUNetConfig;
import io.inkwash.prediction.Targets;
import io.inkwash.text.ClipTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A pipeline in one file, in the naming of CompVis/latent-diffusion. The sizes are read off the
 * weights; what no shape shows is Stable Diffusion 1's or 2's.
 */
final class CompVisFile {
  private static final String UNET = "model.diffusion_model.";
  private static final String AUTOENCODER = "first_stage_model.";
  private static final Pattern V = Pattern.compile("\\s*parameterization:\\s*[\"']?v[\"']?\\s*");

  private final Path file;
  private final Map<String, StoredTensor> tensors;

  private CompVisFile(Path file, Map<String, StoredTensor> tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  static StoredPipeline open(Path file) {
    PartFiles files = new PartFiles();
    try {
      return new CompVisFile(file, files.tensors(file)).pipeline(files);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private StoredPipeline pipeline(PartFiles files) {
    Map<String, StoredTensor> unet = below(UNET);
    Map<String, StoredTensor> autoencoder = below(AUTOENCODER);
    if (unet.isEmpty() || autoencoder.isEmpty()) {
      throw new FileException(file, nothing());
    }
    CompVisText text = CompVisText.find(file, tensors);
    ConditionalUNetConfig config = unet(new Shapes(file, UNET, unet));
    boolean second = config.projection() == Projection.LINEAR;
    StoredPipeline.Form form =
        new StoredPipeline.Form(
            config,
            autoencoder(new Shapes(file, AUTOENCODER, autoencoder)),
            text.config(),
            AutoencoderSettings.SCALE,
            second ? second(file) : SchedulerSettings.first());
    return new StoredPipeline(
        file,
        form,
        new StoredPipeline.Parts(
            network(unet, name -> false),
            network(autoencoder, name -> name.startsWith("loss.") || name.startsWith("model_ema")),
            network(text.tensors(), ClipNames::ignored, ClipNames::plain)),
        second ? ClipTokenizer.paddedWith("!") : ClipTokenizer.standard(),
        files::close);
  }

  /**
   * Version 2 predicts v, and its base predicts the noise; no weight shows which. The file of
   * CompVis's settings does, which some programs put beside the weights under the same name.
   */
  static SchedulerSettings second(Path file) {
    SchedulerSettings usual = SchedulerSettings.second();
    String name = String.valueOf(file.getFileName());
    Path beside = file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".yaml");
    if (!Files.isRegularFile(beside)) {
      return usual;
    }
    try (Stream<String> lines = Files.lines(beside)) {
      return lines.anyMatch(line -> V.matcher(line).matches())
          ? usual
          : usual.predicting(Targets.noise());
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(beside, "cannot be read as text: " + e.getMessage(), e);
    }
  }

  private String nothing() {
    if (tensors.keySet().stream().anyMatch(name -> name.contains("lora"))) {
      return "holds a LoRA, which changes another model; give that model, and the LoRA beside it";
    }
    String first = tensors.keySet().iterator().next();
    return "holds no whole model (it holds "
        + Quote.of(first)
        + "); allowed: a file with "
        + UNET
        + "*, "
        + AUTOENCODER
        + "* and cond_stage_model.*";
  }

  private StoredNetwork network(Map<String, StoredTensor> weights, Predicate<String> ignored) {
    return network(weights, ignored, name -> name);
  }

  private StoredNetwork network(
      Map<String, StoredTensor> weights, Predicate<String> ignored, UnaryOperator<String> names) {
    return new StoredNetwork(file, weights, StoredNetwork.Names.one(names), ignored);
  }

  private Map<String, StoredTensor> below(String prefix) {
    Map<String, StoredTensor> some = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            some.put(name.substring(prefix.length()), tensor);
          }
        });
    return some;
  }

  private static ConditionalUNetConfig unet(Shapes shapes) {
    List<Integer> downs = shapes.numbers("input_blocks.%d.0.op.weight", 1000);
    int blocks = downs.isEmpty() ? shapes.stages() - 1 : downs.get(0) - 1;
    List<Integer> channels = new ArrayList<>();
    List<Integer> attention = new ArrayList<>();
    for (int level = 0; level <= downs.size(); level++) {
      int stage = 1 + level * (blocks + 1);
      channels.add(shapes.size("input_blocks." + stage + ".0.out_layers.3.weight", 0));
      if (shapes.has("input_blocks." + stage + ".1.proj_in.weight")) {
        attention.add(1 << level);
      }
    }
    String middle = "middle_block.1.";
    boolean linear = shapes.dimensions(middle + "proj_in.weight") == 2;
    return shapes.checked(
        () ->
            new ConditionalUNetConfig(
                shapes.size("input_blocks.0.0.weight", 1),
                shapes.size("out.2.weight", 0),
                channels,
                blocks,
                attention,
                linear ? Heads.ofWidth(64) : Heads.of(8),
                shapes.size(middle + "transformer_blocks.0.attn2.to_k.weight", 1),
                shapes.numbers(middle + "transformer_blocks.%d.norm1.weight", 100).size(),
                linear ? Projection.LINEAR : Projection.CONVOLUTION,
                0));
  }

  private static AutoencoderKlConfig autoencoder(Shapes shapes) {
    List<Integer> channels = new ArrayList<>();
    List<Integer> attention = new ArrayList<>();
    for (int level : shapes.numbers("encoder.down.%d.block.0.conv1.weight", 100)) {
      channels.add(shapes.size("encoder.down." + level + ".block.0.conv1.weight", 0));
      if (shapes.has("encoder.down." + level + ".attn.0.q.weight")) {
        attention.add(1 << level);
      }
    }
    return shapes.checked(
        () ->
            new AutoencoderKlConfig(
                shapes.size("encoder.conv_in.weight", 1),
                channels,
                shapes.numbers("encoder.down.0.block.%d.conv1.weight", 100).size(),
                attention,
                shapes.size("post_quant_conv.weight", 0),
                shapes.size("post_quant_conv.weight", 1)));
  }
}
