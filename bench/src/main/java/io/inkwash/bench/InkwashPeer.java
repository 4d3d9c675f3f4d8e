package io.inkwash.bench;

import static io.inkwash.format.Text.format;

import io.inkwash.file.Json;
import io.inkwash.file.LibraryVersion;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
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
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Inkwash's side of the comparison with PyTorch: a process that takes one training step or one
 * network evaluation for each line {@code step} or {@code eval} on its standard input, and answers
 * with the seconds and a number by which the sides can be seen to do the same work (the loss; the
 * output's mean). It first says in one line of JSON who it is, and ends with its input.
 *
 * <p>The network is DDPM's small U-Net on 28x28 gray images. Weights are drawn as PyTorch draws
 * them after {@code manual_seed(0)}, and the images are the same formula on both sides.
 */
public final class InkwashPeer {
  private static final int STEP_BATCH = 128;
  private static final int EVAL_BATCH = 64;
  private static final int SIDE = 28;
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

  private final Precision precision;
  private final SimpleUNet network;
  private final Parameters parameters;
  private final OptimizerState adam;
  private final Tensor x;
  private final Tensor noise;
  private final Tensor label;
  private final Tensor evalX;
  private final Tensor evalLabel;

  private InkwashPeer(Precision precision) {
    this.precision = precision;
    network = new SimpleUNet(new SimpleUNet.Config(1, 64, 32));
    network.initialize(torch.make_generator_cpu(0));
    parameters = new Parameters(network);
    adam = AdamWRule.standard().start(parameters);
    x = images(STEP_BATCH, Math::sin);
    noise = images(STEP_BATCH, i -> Math.cos(0.7 * i));
    label = labels(STEP_BATCH);
    evalX = images(EVAL_BATCH, Math::sin);
    evalLabel = labels(EVAL_BATCH);
  }

  /** Serves the driver. */
  public static void main(String[] arguments) throws IOException {
    Options options = new Options(arguments, Map.of("threads", "2", "precision", "fp32"));
    Torch.init(options.count("threads"));
    Precision precision = precision(options.text("precision"));
    try (Owned<InkwashPeer> peer = Owned.of(() -> new InkwashPeer(precision))) {
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
    DoubleSupplier work =
        switch (command) {
          case "step" -> this::step;
          case "eval" -> this::evaluate;
          default ->
              throw new IllegalArgumentException(
                  "command is \"" + command + "\"; allowed: step, eval");
        };
    long started = System.nanoTime();
    double result = work.getAsDouble();
    return format("%.9f %.9f", (System.nanoTime() - started) / 1e9, result);
  }

  /** One step; returns its loss. */
  private double step() {
    network.train(true);
    try (TensorScope scope = TensorScope.open()) {
      Tensor loss;
      try (Autocast cast = precision.enter()) {
        loss = torch.mse_loss(network.forward(x, label, Conditioning.none()), noise);
      }
      parameters.zeroGradients();
      loss.backward();
      parameters.clipGradients(CLIP);
      adam.step(RATE);
      return loss.item().toDouble();
    }
  }

  /** One evaluation; returns the mean of the output. */
  private double evaluate() {
    network.train(false);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off();
        Autocast cast = precision.enter()) {
      return network.forward(evalX, evalLabel, Conditioning.none()).mean().item().toDouble();
    }
  }

  private static Tensor images(int count, IntToDoubleFunction pixel) {
    float[] values = new float[count * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) pixel.applyAsDouble(i);
    }
    return Tensors.of(values, count, 1, SIDE, SIDE);
  }

  private static Tensor labels(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 37 * i % 1000;
    }
    return Tensors.of(values, count);
  }
}
