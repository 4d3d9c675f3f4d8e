package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.DType;
import io.inkwash.file.Safetensors;
import io.inkwash.file.TensorData;
import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.testkit.Close;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.OptimizerState;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The small U-Net against real PyTorch: keys, initial weights, outputs, one training step. */
@ExtendWith(NativeLeakGuard.class)
class SimpleUNetGoldenTest {
  private static final Map<String, TensorData> GOLDEN =
      Safetensors.parse("simple-unet", ByteBuffer.wrap(bytes("simple-unet.safetensors"))).tensors();

  private static final int PLACES = 16;

  private final SimpleUNet net = network();

  @Test
  void namesAndShapesAreTheProgramsOwn() {
    List<String> keys =
        net.stateDict().entrySet().stream()
            .map(each -> each.getKey() + " " + Arrays.toString(Tensors.shape(each.getValue())))
            .toList();
    String expected = new String(bytes("simple-unet-keys.txt"), StandardCharsets.UTF_8);
    assertThat(keys).containsExactlyElementsOf(expected.lines().toList());
    assertThat(new Parameters(net).count()).isEqualTo(2_979_265);
  }

  @Test
  void oneSeedDrawsTheSameWeights() {
    // Both draw the same 24 bits a number and scale them in float32.
    assertDigests("initial", net.stateDict(), 1e-6, 1e-8);
  }

  @Test
  void outputsAreTheSame() {
    assertOutputs(net);
  }

  @Test
  void outputsAreTheSameWithWeightsInOneVectorChannelsLast() {
    new Parameters(net);
    assertOutputs(net);
  }

  @Test
  void oneTrainingStepIsTheSame() {
    Parameters parameters = new Parameters(net);
    OptimizerState adam = AdamWRule.standard().start(parameters);
    DiscretePath path = DiscretePath.of(Betas.linear(1000));
    double[] t = Arrays.stream(golden("t")).map(index -> index + 1).toArray();
    Tensor noise = goldenTensor("noise");
    Tensor noisy =
        goldenTensor("x0")
            .mul(Tensors.perImage(Arrays.stream(t).map(path::alpha).toArray()))
            .add_(noise.mul(Tensors.perImage(Arrays.stream(t).map(path::sigma).toArray())));

    Tensor output = net.forward(noisy, labels(golden("t")), Conditioning.none());
    Tensor loss = output.sub(noise).square().mean();
    loss.backward();
    Close.assertClose(loss.item().toDouble(), golden("loss")[0], 1e-5);
    Close.assertClose(parameters.clipGradients(1.0), golden("norm")[0], 1e-5);
    // Gradients sum thousands of float32 products, in another order; the largest are about 0.1.
    assertDigests("gradient", parameters.stateDict(parameters.gradients()), 1e-4, 1e-7);

    adam.step(2e-4);
    // Adam's first step is 2e-4 whatever the gradient, so 1e-5 tells a wrong sign from a right one.
    assertDigests("after", net.stateDict(), 0, 1e-5);
    assertDigests("after", parameters.stateDict(parameters.values()), 0, 1e-5);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new SimpleUNet.Config(0, 64, 32))
        .hasMessage("SimpleUNet's channels is 0; allowed: 1 or more");
    assertThatThrownBy(() -> new SimpleUNet.Config(1, 12, 32))
        .hasMessage("SimpleUNet's width is 12; allowed: a multiple of 8, such as 64");
    assertThatThrownBy(() -> new SimpleUNet.Config(1, 64, 7))
        .hasMessage("SimpleUNet's timeWidth is 7; allowed: even, 4 or more, such as 32");
  }

  @Test
  void otherSizesOfImagesAndWidthsWork() {
    SimpleUNet small = new SimpleUNet(new SimpleUNet.Config(3, 8, 4));
    Tensor y = small.forward(Tensors.zeros(2, 3, 12, 20), Tensors.zeros(2), Conditioning.none());
    assertThat(Tensors.shape(y)).containsExactly(2, 3, 12, 20);
  }

  @Test
  void classesAreHeardAndTheNullClassIsSilence() {
    SimpleUNet net = new SimpleUNet(new SimpleUNet.Config(1, 2, 8, 4, 3));
    net.initialize(torch.make_generator_cpu(5));
    Tensor x = Rng.seed(1).normal(2, 1, 8, 8);
    Tensor labels = Tensors.zeros(2);
    Tensor unconditional = net.forward(x, labels, Conditioning.none());
    assertThat(Tensors.shape(unconditional)).containsExactly(2, 2, 8, 8);
    Tensor silent =
        net.forward(
            x, labels, Conditioning.classes(Conditioning.NULL_CLASS, Conditioning.NULL_CLASS));
    assertThat(Tensors.toDoubles(silent)).isEqualTo(Tensors.toDoubles(unconditional));
    Tensor conditional = net.forward(x, labels, Conditioning.classes(2, Conditioning.NULL_CLASS));
    assertThat(Tensors.toDoubles(conditional.narrow(0, 0, 1)))
        .isNotEqualTo(Tensors.toDoubles(unconditional.narrow(0, 0, 1)));
    assertThatThrownBy(
            () ->
                new SimpleUNet(new SimpleUNet.Config(1, 8, 4))
                    .forward(x, labels, Conditioning.classes(0, 0)))
        .hasMessageContaining("classes are given to an unconditional network");
  }

  private static void assertOutputs(SimpleUNet net) {
    double[] rows = golden("labels");
    double[] outputs = golden("outputs");
    int size = 2 * 28 * 28;
    for (int row = 0; row < 3; row++) {
      Tensor labels = labels(Arrays.copyOfRange(rows, 2 * row, 2 * row + 2));
      double[] y = Tensors.toDoubles(net.forward(goldenTensor("x"), labels, Conditioning.none()));
      for (int i = 0; i < size; i++) {
        Close.assertClose(y[i], outputs[row * size + i], 1e-5, 1e-5);
      }
    }
  }

  /** Compares every parameter's digest, which {@code make_simple_unet.py} describes. */
  private static void assertDigests(
      String name, StateDict state, double relative, double absolute) {
    double[] digests = golden(name);
    int row = 0;
    for (var entry : state.entrySet()) {
      double[] values = Tensors.toDoubles(entry.getValue());
      double norm = norm(values);
      for (int k = 0; k < PLACES + 3; k++) {
        double wanted = digests[row * (PLACES + 3) + k];
        // Errors of the sums over a whole tensor grow with its norm.
        double scale = k < PLACES ? 1 : Math.max(1, norm);
        double allowed = absolute * scale + relative * Math.max(Math.abs(wanted), norm * 1e-3);
        double off = Math.abs(digest(values, norm, k) - wanted);
        assertThat(off).as("%s of %s, number %s", name, entry.getKey(), k).isLessThan(allowed);
      }
      row++;
    }
  }

  private static double digest(double[] values, double norm, int k) {
    return switch (k) {
      case PLACES -> Arrays.stream(values).sum() / values.length;
      case PLACES + 1 -> norm;
      case PLACES + 2 ->
          IntStream.range(0, values.length).mapToDouble(i -> values[i] * Math.cos(i)).sum();
      default -> values[(int) ((long) k * (values.length - 1) / (PLACES - 1))];
    };
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  private static SimpleUNet network() {
    SimpleUNet net = new SimpleUNet(new SimpleUNet.Config(1, 64, 32));
    net.initialize(torch.make_generator_cpu(0));
    return net;
  }

  private static Tensor labels(double[] timesteps) {
    return Tensors.perImage(timesteps).view(-1);
  }

  private static double[] golden(String name) {
    TensorData data = GOLDEN.get(name);
    return data.dtype() == DType.I64
        ? Arrays.stream(data.toLongs()).asDoubleStream().toArray()
        : data.toDoubles();
  }

  private static Tensor goldenTensor(String name) {
    return Tensors.of(GOLDEN.get(name).toFloats(), GOLDEN.get(name).shape());
  }

  private static byte[] bytes(String resource) {
    try (InputStream in = SimpleUNetGoldenTest.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
