package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.nn.Conditioning;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A network's weights as one vector. */
@ExtendWith(NativeLeakGuard.class)
class ParametersTest {
  private final SimpleUNet net = network();
  private final Map<String, float[]> drawn = copies(net.stateDict());
  private final Parameters parameters = new Parameters(net);

  @Test
  void movingTheWeightsChangesNeitherValuesNorNamesNorOrder() {
    assertSame(drawn, net.stateDict());
    assertSame(drawn, parameters.stateDict(parameters.values()));
    assertThat(parameters.count())
        .isEqualTo(drawn.values().stream().mapToInt(values -> values.length).sum());
  }

  @Test
  void convolutionsAreChannelsLastInsideAndRowMajorOutside() {
    StateDict state = net.stateDict();
    Tensor weight = state.get("mid1.conv.weight"); // [32,32,3,3]
    assertThat(weight.stride(1)).isEqualTo(1);
    assertThat(weight.stride(3)).isEqualTo(32);
    assertThat(Tensors.toFloats(weight)).isEqualTo(drawn.get("mid1.conv.weight"));
  }

  @Test
  void theNetworkIsTheSameFunction() {
    Tensor x = Rng.seed(3).normal(2, 1, 8, 8);
    Tensor label = Tensors.of(new float[] {3, 700}, 2);
    Tensor after = net.forward(x, label, Conditioning.none());
    Tensor before = network().forward(x, label, Conditioning.none());
    // The two layouts sum a convolution's products in different orders.
    Close.assertClose(Tensors.toDoubles(after.sub(before).abs().max())[0], 0, 0, 1e-5);
  }

  @Test
  void theVectorAndTheNetworkShareMemory() {
    try (Grad off = Grad.off()) {
      parameters.values().fill_(new Scalar(0.5));
      assertThat(Tensors.toFloats(net.stateDict().get("up1.norm.weight"))).containsOnly(0.5f);
      net.stateDict().get("out.bias").fill_(new Scalar(4.0));
    }
    StateDict views = parameters.stateDict(parameters.values());
    assertThat(Tensors.toFloats(views.get("out.bias"))).containsExactly(4);
    assertThat(Tensors.toFloats(views.get("out.weight"))).containsOnly(0.5f);
  }

  @Test
  void backwardPassesAddIntoTheGradientVector() {
    parameters.zeroGradients();
    backward();
    float[] once = Tensors.toFloats(parameters.gradients());
    assertThat(once).isNotEqualTo(new float[once.length]);
    StateDict gradients = parameters.stateDict(parameters.gradients());
    for (var entry : net.stateDict().entrySet()) {
      assertThat(Tensors.toFloats(gradients.get(entry.getKey())))
          .as(entry.getKey())
          .isEqualTo(Tensors.toFloats(entry.getValue().grad()));
    }
    backward();
    float[] twice = Tensors.toFloats(parameters.gradients());
    for (int i = 0; i < once.length; i++) {
      Close.assertClose(twice[i], 2.0 * once[i], 1e-6, 1e-9);
    }
    parameters.zeroGradients();
    assertThat(Tensors.toFloats(parameters.gradients())).isEqualTo(new float[once.length]);
  }

  @Test
  void clippingIsPyTorchs() {
    Golden golden = Golden.read("/io/inkwash/torch/optimizers.txt");
    Parameters line = new Parameters(new Line());
    for (String bound : new String[] {"0.5", "100"}) {
      fill(line, line.gradients(), golden.vector("gradients"));
      double norm = line.clipGradients(Double.parseDouble(bound));
      // Nine digits are in the file; sums of squares in float32 keep seven.
      Close.assertClose(norm, golden.value("clip." + bound + ".norm"), 1e-6);
      Close.assertClose(read(line, line.gradients()), golden.vector("clip." + bound), 1e-6);
    }
  }

  /** A sum of millions of squares in float32 alone would be 6e-5 off. */
  @Test
  void theNormOfMillionsOfGradientsIsExact() {
    Parameters large = new Parameters(new SimpleUNet(new SimpleUNet.Config(1, 64, 32)));
    large.gradients().copy_(Rng.seed(1).normal(Tensors.shape(large.gradients())));
    double exact =
        large.gradients().to(ScalarType.Double).norm().item().toDouble(); // all in float64
    Close.assertClose(large.clipGradients(1), exact, 1e-6);
  }

  @Test
  void aTrainingStepLeavesNothingBehind() {
    OptimizerState adam = AdamWRule.standard().start(parameters);
    var counts = new ArrayList<Long>();
    for (int step = 0; step < 5; step++) {
      try (TensorScope scope = TensorScope.open()) {
        parameters.zeroGradients();
        backward();
        long before = NativeLeakGuard.alive();
        parameters.clipGradients(1);
        adam.step(1e-3);
        assertThat(NativeLeakGuard.alive()).isEqualTo(before); // they clean up by themselves
      }
      counts.add(NativeLeakGuard.alive());
    }
    assertThat(counts).containsOnly(counts.get(0));
  }

  /** Puts the first numbers of a list into a line's vector: weights [3,4], then bias [3]. */
  static void fill(Parameters line, Tensor flat, double[] numbers) {
    int from = 0;
    for (Tensor part : line.stateDict(flat).values()) {
      float[] values = new float[(int) part.numel()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[from++];
      }
      try (Grad off = Grad.off()) {
        part.copy_(Tensors.of(values, Tensors.shape(part)));
      }
    }
  }

  /** The numbers of a line's vector, without padding. */
  static double[] read(Parameters line, Tensor flat) {
    return line.stateDict(flat).values().stream()
        .map(Tensors::toDoubles)
        .flatMapToDouble(java.util.Arrays::stream)
        .toArray();
  }

  private void backward() {
    Tensor x = Rng.seed(3).normal(2, 1, 8, 8);
    Tensor label = Tensors.of(new float[] {3, 700}, 2);
    net.forward(x, label, Conditioning.none()).square().mean().backward();
  }

  private static SimpleUNet network() {
    SimpleUNet net = new SimpleUNet(new SimpleUNet.Config(1, 8, 4));
    net.initialize(torch.make_generator_cpu(5));
    return net;
  }

  private static Map<String, float[]> copies(StateDict state) {
    Map<String, float[]> copies = new LinkedHashMap<>();
    state.forEach((name, tensor) -> copies.put(name, Tensors.toFloats(tensor)));
    return copies;
  }

  private static void assertSame(Map<String, float[]> expected, StateDict state) {
    assertThat(new ArrayList<>(state.keySet())).isEqualTo(new ArrayList<>(expected.keySet()));
    expected.forEach(
        (name, values) -> assertThat(Tensors.toFloats(state.get(name))).as(name).isEqualTo(values));
  }
}
