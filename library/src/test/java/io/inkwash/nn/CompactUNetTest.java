package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The compact U-Net: its names, its start at zero, and that every weight and condition counts. */
@ExtendWith(NativeLeakGuard.class)
class CompactUNetTest {

  private static CompactUNet network(boolean attention) {
    CompactUNet net = new CompactUNet(new CompactUNet.Config(1, 1, 32, 1, 1, attention, 10));
    net.initialize(torch.make_generator_cpu(7));
    return net;
  }

  private static Tensor output(CompactUNet net, double level, int classIndex) {
    Tensor levels = Tensors.of(new float[] {(float) level, (float) level}, 2);
    Conditioning classes = Conditioning.classes(classIndex, classIndex);
    return net.forward(Rng.seed(3).normal(2, 1, 12, 8), levels, classes);
  }

  @Test
  void partsAreNamedAsItsPageSays() {
    List<String> parts =
        network(true).stateDict().keySet().stream()
            .map(key -> key.replaceAll("[.](weight|bias)$", ""))
            .distinct()
            .toList();
    assertThat(parts)
        .contains("time_embed.0", "time_embed.2", "label_emb", "conv_in", "halve", "twice")
        .contains("down.0.0.in_layers.2", "middle.0.1.qkv", "up.0.0.skip_connection")
        .contains("up.0.1.proj_out", "out.0", "out.2");
    assertThat(network(false).stateDict().keySet()).noneMatch(key -> key.startsWith("up.0.1."));
  }

  @Test
  void theNetworkOfTheRecipesHasAsManyWeights() {
    CompactUNet net = new CompactUNet(new CompactUNet.Config(1, 1, 64, 1, 2, false, 10));
    assertThat(new Parameters(net).count()).isEqualTo(1_154_308);
  }

  @Test
  void aNewNetworkPredictsZero() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor y = output(network(true), 300, 4);
      assertThat(Tensors.shape(y)).containsExactly(2, 1, 12, 8);
      assertThat(Tensors.toDoubles(y)).containsOnly(0);
    }
  }

  @Test
  void everyWeightLearnsOnceNoneIsZero() {
    CompactUNet net = network(true);
    Parameters parameters = new Parameters(net);
    fill(parameters);
    try (TensorScope scope = TensorScope.open()) {
      output(net, 300, 4).square().sum().backward();
      parameters
          .stateDict(parameters.gradients())
          .forEach(
              (name, gradient) ->
                  assertThat(Tensors.item(gradient.abs().sum())).as(name).isPositive());
    }
  }

  @Test
  void theNoiseLevelAndTheClassMatter() {
    CompactUNet net = network(false);
    fill(new Parameters(net));
    try (TensorScope scope = TensorScope.open()) {
      double[] first = Tensors.toDoubles(output(net, 300, 4));
      assertThat(Tensors.toDoubles(output(net, 300, 4))).isEqualTo(first);
      assertThat(Tensors.toDoubles(output(net, 301, 4))).isNotEqualTo(first);
      assertThat(Tensors.toDoubles(output(net, 300, 5))).isNotEqualTo(first);
      assertThat(Tensors.toDoubles(output(net, 300, Conditioning.NULL_CLASS))).isNotEqualTo(first);
    }
  }

  /** Draws every weight, those that start at zero too. */
  private static void fill(Parameters parameters) {
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      parameters
          .values()
          .copy_(Rng.seed(5).normal(parameters.values().size(0)).mul(new Scalar(0.1)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 32, 1, 1, channels is 0",
    "1, 0, 32, 1, 1, outputs is 0",
    "1, 1, 48, 1, 1, 'width is 48; allowed: a multiple of 32'",
    "1, 1, 32, 0, 1, blocks is 0",
    "1, 1, 32, 1, 0, middle is 0",
  })
  void refusesSizesThatCannotBe(
      int channels, int outputs, int width, int blocks, int middle, String reason) {
    assertThatThrownBy(
            () -> new CompactUNet.Config(channels, outputs, width, blocks, middle, false, 0))
        .hasMessageContaining(reason);
  }
}
