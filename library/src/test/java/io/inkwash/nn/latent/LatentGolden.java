package io.inkwash.nn.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.NamedNumbers;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Net;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Tensors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** What latent.py wrote: outputs, gradients and parameters of the published networks. */
public final class LatentGolden {

  /** Two float32 programs that sum in different orders, over a few dozen layers. */
  public static final double TOLERANCE = 1e-4;

  private static final Golden NUMBERS = Golden.read("/io/inkwash/nn/latent/latent.txt");

  private LatentGolden() {}

  public static double[] numbers(String name) {
    return NUMBERS.vector(name);
  }

  /** The network with the reference's parameters, in evaluation mode. */
  public static <N extends Net> N filled(N net) {
    NamedNumbers.fill(net.weightDict());
    net.train(false);
    return net;
  }

  /** The network's parameters have the reference's names, shapes and order. */
  public static void assertKeys(String which, Net net) throws IOException {
    List<String> actual =
        net.weightDict().entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + " "
                        + LongStream.of(Tensors.shape(e.getValue()))
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining("x")))
            .toList();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    LatentGolden.class.getResourceAsStream(
                        "/io/inkwash/nn/latent/latent.keys.txt")),
                StandardCharsets.UTF_8))) {
      assertThat(actual)
          .containsExactlyElementsOf(
              lines
                  .lines()
                  .filter(line -> line.startsWith(which + " "))
                  .map(line -> line.substring(which.length() + 1))
                  .toList());
    }
  }

  public static void assertNumbers(Tensor actual, String name) {
    assertThat(Tensors.toDoubles(actual))
        .as(name)
        .containsExactly(numbers(name), within(TOLERANCE));
  }

  /** The gradients of a weighted sum of the output, along the input and along directions. */
  public static void assertGradients(String which, Parameters parameters, Tensor y, Tensor x) {
    y.mul(NamedNumbers.tensor(which + ".w", Tensors.shape(y))).sum().backward();
    assertClose(Tensors.toDoubles(x.grad()), numbers(which + ".dx"));
    assertClose(NamedNumbers.alongDirections(parameters), numbers(which + ".dweights"));
  }

  /** Gradients are sums of many terms of size 1: an absolute and a relative part. */
  private static void assertClose(double[] actual, double[] wanted) {
    assertThat(actual).hasSameSizeAs(wanted);
    double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(1);
    for (int i = 0; i < wanted.length; i++) {
      assertThat(actual[i])
          .as("number %d", i)
          .isCloseTo(wanted[i], within(3 * TOLERANCE * Math.max(1, largest)));
    }
  }
}
