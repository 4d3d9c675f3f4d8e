package io.inkwash.metric.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Owned;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.StateDictException;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Inception-v3 against the Python network that FID is computed with, all weights drawn from one
 * seed; {@code inception.py} beside the golden file has the details.
 */
@ExtendWith(NativeLeakGuard.class)
class InceptionV3Test {
  private static final String FOLDER = "/io/inkwash/metric/feature/";

  /** Twelve digits of values up to 36; float64 itself errs by a thousandth of that. */
  private static final double DIGITS = 36 * 1e-11;

  /**
   * What float32 may add: on the longest way there are 47 convolutions and a linear layer, each of
   * which rounds its output once, by 2^-24 of it; all in one direction, relative to the largest
   * value, 36. The order of the sums inside them depends on the processor.
   */
  private static final double FLOAT32 = 48 * 36 * 0x1p-24;

  private static Owned<InceptionV3> net; // 24 million weights: built once

  private static List<String> keys() throws IOException {
    try (InputStream in =
        InceptionV3Test.class.getResourceAsStream(FOLDER + "inception.keys.txt")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Draws all weights as the Python script does. */
  private static void draw(StateDict state) {
    Generator generator = torch.make_generator_cpu(0);
    try (Grad off = Grad.off()) {
      state.forEach(
          (name, tensor) -> {
            double low = -0.5;
            double high = 0.5;
            if (name.equals("fc.weight")) {
              high = 1 / Math.sqrt(2048);
              low = -high;
            } else if (name.endsWith("conv.weight")) {
              high = Math.sqrt(6.0 * tensor.size(0) / tensor.numel());
              low = -high;
            } else if (name.endsWith("running_var") || name.endsWith("bn.weight")) {
              low = 0.5;
              high = 1.5;
            }
            Tensors.fillUniform(tensor, low, high, generator);
          });
    }
  }

  private static Tensor image(long... shape) {
    float[] pixels = new float[(int) Tensors.count(shape)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) ((1 + Math.sin(0.37 * i)) / 2);
    }
    return Tensors.of(pixels, shape);
  }

  private static void assertClose(Tensor actual, double[] wanted, double tolerance) {
    double[] numbers = Tensors.toDoubles(actual);
    assertThat(numbers).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      Close.assertClose(numbers[i], wanted[i], 0, tolerance);
    }
  }

  @BeforeAll
  static void build() {
    net = Owned.of(InceptionV3::new);
    try (TensorScope scope = TensorScope.open()) {
      draw(net.value().stateDict());
    }
  }

  @AfterAll
  static void release() {
    net.close();
  }

  @Test
  void namesAndShapesAreTheReferences() throws IOException {
    List<String> ours =
        net.value().stateDict().entrySet().stream()
            .map(
                entry -> {
                  StringBuilder line = new StringBuilder(entry.getKey());
                  for (long size : Tensors.shape(entry.getValue())) {
                    line.append(' ').append(size);
                  }
                  return line.toString();
                })
            .toList();
    assertThat(ours).isEqualTo(keys());
  }

  /** In float64, where the processor does not matter; and what float32 then adds. */
  @Test
  void featuresAndLogitsAreTheReferences() {
    Golden golden = Golden.read(FOLDER + "inception.txt");
    InceptionV3 inception = net.value();
    try (Grad off = Grad.off()) {
      Tensor image = image(1, 3, 40, 32);
      Tensor features = inception.features(inception.prepare(image));
      Tensor logits = inception.logits(features);
      inception.to(ScalarType.Double, false);
      Tensor exact = inception.features(inception.prepare(image.to(ScalarType.Double)));
      Tensor exactLogits = inception.logits(exact);
      assertClose(exact, golden.vector("features"), DIGITS);
      assertClose(exactLogits, golden.vector("logits"), DIGITS);
      assertClose(features, Tensors.toDoubles(exact), FLOAT32);
      assertClose(logits, Tensors.toDoubles(exactLogits), FLOAT32);
    } finally {
      inception.to(ScalarType.Float, false);
    }
  }

  @Test
  void grayIsThreeTimesOver() {
    Tensor gray = image(2, 1, 20, 30);
    Tensor prepared = net.value().prepare(gray);
    assertThat(Tensors.shape(prepared)).containsExactly(2, 3, 299, 299);
    Tensor copies = net.value().prepare(Tensors.cat(1, gray, gray, gray));
    assertThat(Tensors.toFloats(prepared)).isEqualTo(Tensors.toFloats(copies));
    assertThat(prepared.min().item().toDouble()).isBetween(-1.0, -0.99);
    assertThat(prepared.max().item().toDouble()).isBetween(0.99, 1.0);
    float[] fitting = Tensors.toFloats(net.value().prepare(image(1, 3, 299, 299)));
    assertThat(fitting[1]).isEqualTo(2 * (float) ((1 + Math.sin(0.37)) / 2) - 1);
  }

  @Test
  void countersArePassedOverAndOtherStrangersRefused() {
    StateDict weights = new StateDict();
    weights.putAll(net.value().stateDict());
    weights.put("Conv2d_1a_3x3.bn.num_batches_tracked", Tensors.zeros(1));
    net.value().load(weights, "file");
    weights.put("AuxLogits.fc.bias", Tensors.zeros(1));
    weights.remove("fc.bias");
    assertThatThrownBy(() -> net.value().load(weights, "file"))
        .isInstanceOf(StateDictException.class)
        .hasMessage("file does not fit the network: missing fc.bias; unexpected AuxLogits.fc.bias");
  }
}
