package io.inkwash.nn;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The network beside those of improved- and guided-diffusion and of deepinv, run by unets.py. */
class AdmUNetReferenceTest {

  /** Two float32 programs that sum in different orders, over a few dozen layers. */
  private static final double TOLERANCE = 1e-4;

  private TensorScope scope;

  @BeforeAll
  static void oneThread() {
    Torch.init(1);
  }

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(AdmCase.class)
  void namesAndShapesAreTheReferences(AdmCase which) {
    assertThat(described(new AdmUNet(which.config).stateDict()))
        .containsExactlyElementsOf(referenceKeys(which.word()));
  }

  @ParameterizedTest
  @EnumSource(AdmCase.class)
  void startsWithTheReferencesNumbers(AdmCase which) {
    AdmUNet net = new AdmUNet(which.config);
    net.initialize(torch.make_generator_cpu(5));
    double[] sums =
        net.stateDict().values().stream()
            .mapToDouble(p -> Arrays.stream(Tensors.toDoubles(p)).sum())
            .toArray();
    // Thousands of float32 numbers, each right to its last digit.
    assertThat(sums).containsExactly(which.golden("initial"), within(1e-4));
  }

  @ParameterizedTest
  @EnumSource(AdmCase.class)
  void answersAsTheReference(AdmCase which) {
    AdmUNet net = which.filled();
    Tensor y = net.forward(which.x(), AdmCase.labels(), which.conditioning());
    assertThat(Tensors.shape(y)).containsExactly(2, which.config.outChannels(), 8, 8);
    assertThat(Tensors.toDoubles(y)).containsExactly(which.golden("y"), within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(AdmCase.class)
  void hasTheReferencesGradients(AdmCase which) {
    AdmUNet net = which.filled();
    Parameters parameters = new Parameters(net); // also lays weights out as training does
    Tensor x = which.x().requires_grad_(true);
    Tensor y = net.forward(x, AdmCase.labels(), which.conditioning());
    y.mul(NamedNumbers.tensor(which.word() + ".w", Tensors.shape(y))).sum().backward();

    assertClose(Tensors.toDoubles(x.grad()), which.golden("dx"));
    assertClose(NamedNumbers.alongDirections(parameters), which.golden("dweights"));
  }

  /** Gradients are sums of many terms of size 1: an absolute and a relative part. */
  private static void assertClose(double[] actual, double[] wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(actual[i])
          .as("number %d", i)
          .isCloseTo(wanted[i], within(3 * TOLERANCE * (1 + Math.abs(wanted[i]))));
    }
  }

  @Test
  void diffUNetIsDeepinvs() {
    AdmUNet net = AdmCase.filled(AdmConfig.diffUNet(1, 1));
    StateDict state = net.stateDict();
    assertThat(described(state)).containsExactlyElementsOf(referenceKeys("diffunet"));
    assertThat(state.values().stream().mapToLong(Tensor::numel).sum()).isEqualTo(93_555_841);
    Tensor label = Tensors.of(new float[] {251}, 1);
    try (Grad off = Grad.off()) {
      for (long[] size : new long[][] {{28, 28}, {32, 17}}) {
        String name = format("diffunet.%dx%d", size[0], size[1]);
        Tensor x = NamedNumbers.tensor(name, 1, 1, size[0], size[1]);
        Tensor y = net.forward(x, label, Conditioning.none());
        assertThat(Tensors.shape(y)).containsExactly(1, 1, size[0], size[1]);
        assertThat(Tensors.toDoubles(y)).containsExactly(AdmCase.vector(name), within(TOLERANCE));
      }
    }
  }

  private static List<String> described(StateDict state) {
    return state.entrySet().stream()
        .map(
            e ->
                e.getKey()
                    + " "
                    + Arrays.stream(Tensors.shape(e.getValue()))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining("x")))
        .toList();
  }

  private static List<String> referenceKeys(String which) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AdmUNetReferenceTest.class.getResourceAsStream(
                        "/io/inkwash/nn/unets.keys.txt")),
                StandardCharsets.UTF_8))) {
      Stream<String> ours = lines.lines().filter(line -> line.startsWith(which + " "));
      return ours.map(line -> line.substring(which.length() + 1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
