package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.testkit.Close;
import io.inkwash.testkit.Golden;
import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.Net;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generators, discriminators and autoencoders against the same networks in PyTorch. */
@ExtendWith(NativeLeakGuard.class)
class AdversariesTest {
  private static final Golden GOLDEN = Golden.read("/io/inkwash/nn/adversaries.txt");
  private static final Conditioning CLASSES_2_0 = Conditioning.classes(2, 0);

  private static ConvPyramid images(int channels, int size) {
    return new ConvPyramid(channels, size, size, 2);
  }

  private static DcganGenerator generator(int channels, int size, int classes) {
    return new DcganGenerator(new DcganGenerator.Config(images(channels, size), 5, classes));
  }

  private static DcganDiscriminator discriminator(
      int channels, int size, Normalization normalization, int classes) {
    return new DcganDiscriminator(
        new DcganDiscriminator.Config(images(channels, size), normalization, classes));
  }

  private static Tensor input(int channels, int size) {
    return NamedNumbers.tensor("x", 2, channels, size, size);
  }

  @Test
  void generatorOf28() {
    DcganGenerator net = generator(1, 28, 0);
    check("g28", net, z -> net.forward(z, Conditioning.none()), NamedNumbers.tensor("z", 2, 5));
  }

  @Test
  void generatorOf32WithClasses() {
    DcganGenerator net = generator(3, 32, 3);
    Conditioning classes = Conditioning.classes(2, 0);
    check("g32", net, z -> net.forward(z, classes), NamedNumbers.tensor("z", 2, 5));
  }

  @Test
  void generatorOf64() {
    DcganGenerator net = generator(1, 64, 0);
    check("g64", net, z -> net.forward(z, Conditioning.none()), NamedNumbers.tensor("z", 2, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"d28 NONE", "d28b BATCH", "d28s SPECTRAL"})
  void discriminators(String named) {
    String[] words = named.split(" ", -1);
    DcganDiscriminator net = discriminator(1, 28, Normalization.valueOf(words[1]), 0);
    check(words[0], net, x -> net.forward(x, Conditioning.none()), input(1, 28));
  }

  @Test
  void discriminatorsByProjection() {
    DcganDiscriminator gray = discriminator(1, 28, Normalization.NONE, 3);
    check("d28c", gray, x -> gray.forward(x, Conditioning.classes(2, 0)), input(1, 28));
    DcganDiscriminator color = discriminator(3, 32, Normalization.SPECTRAL, 3);
    check("d32sc", color, x -> color.forward(x, Conditioning.classes(2, 0)), input(3, 32));
  }

  @Test
  void autoencoders() {
    ConvVae gray = new ConvVae(new ConvVae.Config(images(1, 28), 6, 4, 1, Normalization.NONE));
    check("v28", "v28.encode", gray, gray::encode, input(1, 28));
    check("v28", "v28.decode", gray, gray::decode, NamedNumbers.tensor("z", 2, 4));
    ConvVae color = new ConvVae(new ConvVae.Config(images(3, 32), 6, 4, 2, Normalization.BATCH));
    check("v32", "v32.encode", color, color::encode, input(3, 32));
    check("v32", "v32.decode", color, color::decode, NamedNumbers.tensor("z", 2, 4));
  }

  /** After many iterations the largest singular value is one. */
  @Test
  void spectralWeightsStretchNothing() {
    Spectral layer = Spectral.linear(7, 5);
    layer.initialize(torch.make_generator_cpu(1));
    layer.train(true);
    Tensor x = Rng.seed(1).normal(3, 7);
    for (int pass = 0; pass < 200; pass++) {
      layer.forward(x);
    }
    layer.eval();
    Tensor bias = layer.stateDict().get("bias");
    Tensor weight = layer.forward(torch.eye(7)).sub(bias);
    double largest = torch.linalg_matrix_norm(weight, new Scalar(2.0)).item().toDouble();
    Close.assertClose(largest, 1, 1e-5);
  }

  /** What lets a checkpoint hold a power iteration and an average hold running means. */
  @Test
  void buffersFollowTheWeightsAndAreNotTrained() {
    DcganDiscriminator net = discriminator(1, 28, Normalization.SPECTRAL, 0);
    net.initialize(torch.make_generator_cpu(1));
    Parameters parameters = new Parameters(net);
    long weights = net.weightDict().values().stream().mapToLong(Tensor::numel).sum();
    assertThat(parameters.count()).isEqualTo(weights);
    assertThat(parameters.stateDict(parameters.values()).keySet())
        .isEqualTo(net.stateDict().keySet())
        .contains("out.weight_u", "down.conv0.weight_v");
    assertThat(parameters.stateDict(parameters.gradients()).keySet())
        .isEqualTo(net.weightDict().keySet());
    float[] before =
        Tensors.toFloats(parameters.stateDict(parameters.values()).get("out.weight_v"));
    net.train(true);
    net.forward(input(1, 28), Conditioning.none()).sum().backward();
    float[] after = Tensors.toFloats(parameters.stateDict(parameters.values()).get("out.weight_v"));
    assertThat(after).isNotEqualTo(before);
    assertThat(parameters.gradients().norm().item().toDouble()).isPositive();
  }

  @Test
  void imagesDoNotDependOnTheirBatchOnceTrained() {
    DcganGenerator net = generator(1, 28, 0);
    net.initialize(torch.make_generator_cpu(1));
    net.eval();
    Tensor z = Rng.seed(2).normal(4, 5);
    Tensor all = net.forward(z, Conditioning.none());
    Tensor one = net.forward(z.narrow(0, 2, 1), Conditioning.none());
    Close.assertClose(Tensors.toDoubles(all.narrow(0, 2, 1).sub(one).abs().max())[0], 0, 0, 1e-6);
  }

  /** Of networks without batch norm; a class that is not known adds nothing. */
  @Test
  void theNullClassIsNoClass() {
    DcganDiscriminator net = discriminator(1, 28, Normalization.NONE, 3);
    net.initialize(torch.make_generator_cpu(1));
    Tensor none = net.forward(input(1, 28), Conditioning.none());
    Tensor unknown =
        net.forward(
            input(1, 28), Conditioning.classes(Conditioning.NULL_CLASS, Conditioning.NULL_CLASS));
    assertThat(Tensors.toFloats(unknown)).isEqualTo(Tensors.toFloats(none));
  }

  @Test
  void refusesSizesAndClassesThatCannotBe() {
    assertThatThrownBy(() -> images(1, 30))
        .hasMessage("height is 30; allowed: a multiple of 4, 8 or more, such as 28");
    assertThatThrownBy(() -> new ConvPyramid(1, 28, 4, 2))
        .hasMessage("width is 4; allowed: a multiple of 4, 8 or more, such as 28");
    assertThatThrownBy(() -> new ConvPyramid(0, 28, 28, 2)).hasMessageStartingWith("channels is 0");
    DcganGenerator net = generator(1, 28, 0);
    assertThatThrownBy(() -> net.forward(NamedNumbers.tensor("z", 2, 5), CLASSES_2_0))
        .hasMessageStartingWith("classes are given to an unconditional network");
    DcganDiscriminator critic = discriminator(1, 28, Normalization.SPECTRAL, 0);
    assertThatThrownBy(() -> critic.forward(input(1, 28), CLASSES_2_0))
        .hasMessageStartingWith("classes are given to an unconditional network");
    assertThatThrownBy(() -> new ConvVae.Config(images(1, 28), 6, 4, 1, Normalization.SPECTRAL))
        .hasMessage("normalization is spectral; allowed: none or batch");
  }

  @Test
  void pyramids() {
    assertThat(new ConvPyramid(1, 28, 28, 64).levels()).isEqualTo(2);
    ConvPyramid large = new ConvPyramid(3, 64, 64, 64);
    assertThat(large.levels()).isEqualTo(4);
    assertThat(large.features(4)).isEqualTo(512);
    assertThat(large.coarseSize()).isEqualTo(512 * 4 * 4);
    ConvPyramid wide = new ConvPyramid(3, 16, 64, 8);
    assertThat(wide.levels()).isEqualTo(2);
    assertThat(wide.coarseWidth()).isEqualTo(16);
    assertThat(new ConvPyramid(1, 256, 256, 8).features(6)).isEqualTo(64);
  }

  private static void check(String model, Net net, UnaryOperator<Tensor> forward, Tensor x) {
    check(model, model, net, forward, x);
  }

  private static void check(
      String model, String name, Net net, UnaryOperator<Tensor> forward, Tensor x) {
    assertThat(described(model, net.stateDict())).isEqualTo(keys(model));
    try (Grad off = Grad.off()) {
      net.weightDict()
          .forEach((key, value) -> value.copy_(NamedNumbers.parameter(key, Tensors.shape(value))));
    }
    net.train(true);
    x.set_requires_grad(true);
    same(name + ".train1", forward.apply(x));
    Tensor second = forward.apply(x);
    same(name + ".train2", second);
    Tensor weights = NamedNumbers.tensor("weights", Tensors.shape(second));
    same(name + ".gradient", Grad.of(second.mul(weights).sum(), x));
    net.eval();
    same(name + ".eval", forward.apply(x));
  }

  /** The numbers that the reference keeps, to 1e-5 of the largest or of one. */
  private static void same(String name, Tensor actual) {
    double[] all = Tensors.toDoubles(actual);
    int step = 1 + all.length / 200;
    double[] wanted = GOLDEN.vector(name);
    assertThat(wanted).hasSize((all.length + step - 1) / step);
    double scale = Math.max(1, Arrays.stream(wanted).map(Math::abs).max().orElse(0));
    for (int i = 0; i < wanted.length; i++) {
      Close.assertClose(all[i * step], wanted[i], 0, 1e-5 * scale);
    }
  }

  private static List<String> described(String model, StateDict state) {
    List<String> lines = new ArrayList<>();
    state.forEach(
        (key, value) ->
            lines.add(
                model
                    + " "
                    + key
                    + " "
                    + Arrays.stream(Tensors.shape(value))
                        .mapToObj(Long::toString)
                        .collect(Collectors.joining("x"))));
    lines.sort(null);
    return lines;
  }

  private static List<String> keys(String model) {
    try (InputStream in =
        AdversariesTest.class.getResourceAsStream("/io/inkwash/nn/adversaries.keys.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(model + " "))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
