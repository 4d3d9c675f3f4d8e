package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.file.Json;
import io.inkwash.file.LibraryVersion;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.file.Weights;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Grad;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Owned;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Precision;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Inkwash's side of the comparison with PyTorch: a process that takes one training step or one
 * network evaluation for each line such as {@code step 128} or {@code eval 64} on its standard
 * input, the number being the batch, and answers with the seconds and a number by which the sides
 * can be seen to do the same work (the loss; the output's mean). It first says in one line of JSON
 * who it is, and ends with its input.
 *
 * <p>The network is one of the catalog, its weights are those of a file, and the images are the
 * same formula on both sides.
 */
public final class InkwashPeer {
  private static final double RATE = 2e-4;
  private static final double CLIP = 1.0;

  /** Who this is, in the keys that the driver reads. */
  private record Hello(
      String name,
      String version,
      String runtime,
      int threads,
      long parameters,
      String precision,
      boolean nativeBf16,
      String tunables) {}

  /** Images, the noise in them, and their noise levels. */
  private record Inputs(Tensor x, Tensor noise, Tensor level) {}

  private final Precision precision;
  private final ImageSpec images;
  private final Backbone network;
  private final Parameters parameters;
  private final OptimizerState adam;
  private final Map<Integer, Inputs> inputs = new HashMap<>(); // by the size of the batch

  private InkwashPeer(Precision precision, Spec spec, ImageSpec images, Path weights) {
    this.precision = precision;
    this.images = images;
    network = Catalog.NETWORKS.make(spec).build(images, images.channels(), 0, 1);
    parameters = new Parameters(network);
    load(weights);
    adam = AdamWRule.standard().start(parameters);
  }

  /** In a scope of its own: the file's tensors are not to live as long as the network. */
  private void load(Path weights) {
    Map<String, TensorData> stored = Safetensors.map(weights).tensors();
    try (TensorScope scope = TensorScope.open()) {
      parameters.stateDict(parameters.values()).load(Weights.stateDict(stored), weights.toString());
    } finally {
      Reference.reachabilityFence(stored);
    }
  }

  /** Serves the driver. */
  public static void main(String[] arguments) throws IOException {
    Options options =
        new Options(
            arguments,
            Map.of(
                "threads", "2",
                "precision", "fp32",
                "network", "simple-unet",
                "channels", "1",
                "side", "28",
                "weights", ""));
    Torch.init(options.count("threads"));
    Precision precision = precision(options.text("precision"));
    int side = options.count("side");
    ImageSpec images = new ImageSpec(options.count("channels"), side, side, PixelRange.SYMMETRIC);
    Spec network = Spec.parse(options.text("network"));
    Path weights = Path.of(options.text("weights"));
    try (Owned<InkwashPeer> peer =
        Owned.of(() -> new InkwashPeer(precision, network, images, weights))) {
      System.out.println(Json.line(peer.value().hello()));
      BufferedReader commands =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        System.out.println(peer.value().answer(command));
      }
    }
  }

  private static Precision precision(String word) {
    return switch (word) {
      case "fp32" -> Precision.FP32;
      case "bf16" -> Precision.BF16;
      case "auto" -> Precision.automatic(ComputeDevice.CPU);
      default ->
          throw new IllegalArgumentException(
              "option --precision is " + word + "; allowed: auto, fp32, bf16");
    };
  }

  private Hello hello() throws IOException {
    return new Hello(
        "Inkwash",
        LibraryVersion.text(),
        format(
            "Java %s, libtorch %s",
            System.getProperty("java.version"), Loader.getVersion("org.bytedeco", "pytorch")),
        Torch.threads(),
        parameters.count(),
        precision.name().toLowerCase(Locale.ROOT),
        Torch.nativeBf16(),
        System.getenv().getOrDefault("GLIBC_TUNABLES", ""));
  }

  private String answer(String command) {
    String[] words = command.split(" ");
    int count = Integer.parseInt(words[1]);
    Inputs batch = inputs.computeIfAbsent(count, this::inputs);
    long started = System.nanoTime();
    double result =
        switch (words[0]) {
          case "step" -> step(batch);
          case "eval" -> evaluate(batch);
          default ->
              throw new IllegalArgumentException(
                  "command is \"" + command + "\"; allowed: step N, eval N");
        };
    return format("%.9f %.9f", (System.nanoTime() - started) / 1e9, result);
  }

  /** One step; returns its loss. */
  private double step(Inputs batch) {
    network.train(true);
    try (TensorScope scope = TensorScope.open()) {
      Tensor loss = TensorScope.result(() -> loss(batch));
      parameters.zeroGradients();
      loss.backward();
      parameters.clipGradients(CLIP);
      adam.step(RATE);
      return loss.item().toDouble();
    }
  }

  private Tensor loss(Inputs batch) {
    try (Autocast cast = precision.enter()) {
      return torch.mse_loss(
          network.forward(batch.x, batch.level, Conditioning.none()), batch.noise);
    }
  }

  /** One evaluation; returns the mean of the output. */
  private double evaluate(Inputs batch) {
    network.train(false);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = precision.enter()) {
      return network.forward(batch.x, batch.level, Conditioning.none()).mean().item().toDouble();
    }
  }

  private Inputs inputs(int count) {
    return new Inputs(
        images(count, Math::sin), images(count, i -> Math.cos(0.7 * i)), levels(count));
  }

  private Tensor images(int count, IntToDoubleFunction pixel) {
    float[] values = new float[count * images.channels() * images.height() * images.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) pixel.applyAsDouble(i);
    }
    return Tensors.of(values, count, images.channels(), images.height(), images.width());
  }

  private static Tensor levels(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 37 * i % 1000;
    }
    return Tensors.of(values, count);
  }
}
