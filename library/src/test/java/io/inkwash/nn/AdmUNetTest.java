package io.inkwash.nn;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.testkit.Golden;
import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.StateDict;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmUNetTest {

  /** Two float32 programs that sum in different orders, over a few dozen layers. */
  private static final double TOLERANCE = 1e-4;

  private static final Golden GOLDEN = Golden.read("/io/inkwash/nn/unets.txt");

  /** The networks that unets.py builds, in the same words. */
  enum Case {
    IMPROVED_ADD(config(3, 3, 32, List.of(1.0, 2.0), 1, List.of(2), Heads.of(4), 0.3, 0)),
    IMPROVED_SCALE_SHIFT(
        with(
            config(3, 6, 32, List.of(1.0, 1.0, 2.0), 2, List.of(2, 4), Heads.of(2), 0, 5),
            Modulation.SCALE_SHIFT,
            Resampling.CONVOLUTION)),
    GUIDED_HEAD_WIDTH(config(1, 1, 32, List.of(1.0, 2.0), 1, List.of(1), Heads.ofWidth(16), 0, 3)),
    GUIDED_PLAIN(
        with(
            config(1, 1, 32, List.of(1.0, 2.0), 1, List.of(), Heads.of(1), 0, 0),
            Modulation.ADD,
            Resampling.PLAIN)),
    GUIDED_RESIDUAL(
        with(
            config(1, 2, 32, List.of(1.0, 2.0), 1, List.of(2), Heads.of(4), 0, 0),
            Modulation.ADD,
            Resampling.RESIDUAL)),
    GUIDED_NEW_ORDER(
        with(
            config(
                2,
                4,
                64,
                List.of(0.5, 1.0),
                1,
                List.of(1, 2),
                new Heads(0, 8, Heads.Order.NEW),
                0,
                0),
            Modulation.SCALE_SHIFT,
            Resampling.RESIDUAL));

    @SuppressWarnings("ImmutableEnumChecker") // its lists are copies that nobody can change
    private final AdmConfig config;

    Case(AdmConfig config) {
      this.config = config;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    double[] golden(String what) {
      return GOLDEN.vector(word() + "." + what);
    }

    Tensor x() {
      return NamedNumbers.tensor(word() + ".x", 2, config.inChannels(), 8, 8);
    }

    Conditioning conditioning() {
      return config.classes() == 0
          ? Conditioning.none()
          : Conditioning.classes(config.classes() - 1, 1);
    }
  }

  /** One channel, two levels, four heads, attention where it is wanted. */
  static AdmConfig small(List<Integer> attention) {
    return config(1, 1, 32, List.of(1.0, 2.0), 1, attention, Heads.of(4), 0, 0);
  }

  private static AdmConfig config(
      int in,
      int out,
      int width,
      List<Double> multipliers,
      int blocks,
      List<Integer> attention,
      Heads heads,
      double dropout,
      int classes) {
    return new AdmConfig(
        in,
        out,
        width,
        multipliers,
        blocks,
        attention,
        heads,
        Modulation.ADD,
        Resampling.CONVOLUTION,
        dropout,
        classes,
        AdmConfig.Sizes.EXACT,
        AdmConfig.Lineage.ADM);
  }

  private static AdmConfig with(AdmConfig c, Modulation modulation, Resampling resampling) {
    return new AdmConfig(
        c.inChannels(),
        c.outChannels(),
        c.width(),
        c.multipliers(),
        c.blocks(),
        c.attention(),
        c.heads(),
        modulation,
        resampling,
        c.dropout(),
        c.classes(),
        c.sizes(),
        c.lineage());
  }

  private static AdmUNet filled(AdmConfig config) {
    AdmUNet net = new AdmUNet(config);
    NamedNumbers.fill(net.stateDict());
    net.train(false);
    return net;
  }

  private static Tensor labels() {
    return Tensors.of(new float[] {3.5f, 741}, 2);
  }

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
  @EnumSource(Case.class)
  void namesAndShapesAreTheReferences(Case which) {
    assertThat(described(new AdmUNet(which.config).stateDict()))
        .containsExactlyElementsOf(referenceKeys(which.word()));
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void startsWithTheReferencesNumbers(Case which) {
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
  @EnumSource(Case.class)
  void answersAsTheReference(Case which) {
    AdmUNet net = filled(which.config);
    Tensor y = net.forward(which.x(), labels(), which.conditioning());
    assertThat(Tensors.shape(y)).containsExactly(2, which.config.outChannels(), 8, 8);
    assertThat(Tensors.toDoubles(y)).containsExactly(which.golden("y"), within(TOLERANCE));
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void hasTheReferencesGradients(Case which) {
    AdmUNet net = filled(which.config);
    Parameters parameters = new Parameters(net); // also lays weights out as training does
    Tensor x = which.x().requires_grad_(true);
    Tensor y = net.forward(x, labels(), which.conditioning());
    y.mul(NamedNumbers.tensor(which.word() + ".w", Tensors.shape(y))).sum().backward();

    assertClose(Tensors.toDoubles(x.grad()), which.golden("dx"));
    double[] alongDirections =
        parameters.stateDict(parameters.gradients()).entrySet().stream()
            .mapToDouble(e -> dot(e.getValue(), "d." + e.getKey()))
            .toArray();
    assertClose(alongDirections, which.golden("dweights"));
  }

  private static double dot(Tensor gradient, String direction) {
    double[] g = Tensors.toDoubles(gradient);
    double[] d = Tensors.toDoubles(NamedNumbers.parameter(direction, Tensors.shape(gradient)));
    double sum = 0;
    for (int i = 0; i < g.length; i++) {
      sum += g[i] * d[i];
    }
    return sum;
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
  void gradientIsTheSlope() {
    AdmUNet net = filled(Case.GUIDED_NEW_ORDER.config);
    Tensor x = Case.GUIDED_NEW_ORDER.x().requires_grad_(true);
    Tensor direction = NamedNumbers.tensor("direction", 2, 2, 8, 8);
    energy(net, x).backward();
    double along = x.grad().mul(direction).sum().item().toDouble();
    double step = 1e-2;
    double slope = (loss(net, x, step, direction) - loss(net, x, -step, direction)) / (2 * step);
    // Central differences err by step^2 times third derivatives, plus float32 rounding over step.
    assertThat(slope).isCloseTo(along, within(5e-3 * Math.abs(along)));
    assertThat(Math.abs(along)).isGreaterThan(1);
  }

  @Test
  void secondDerivativeIsTheSlopeOfTheFirst() {
    AdmUNet net = filled(Case.GUIDED_NEW_ORDER.config);
    Tensor direction = NamedNumbers.tensor("direction", 2, 2, 8, 8);
    Tensor x = Case.GUIDED_NEW_ORDER.x().requires_grad_(true);
    Tensor first = Grad.derivable(energy(net, x), x).mul(direction).sum();
    double along = Grad.of(first, x).mul(direction).sum().item().toDouble();
    double step = 1e-2;
    double slope = (slope(net, x, step, direction) - slope(net, x, -step, direction)) / (2 * step);
    assertThat(slope).isCloseTo(along, within(1e-2 * Math.abs(along)));
    assertThat(Math.abs(along)).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Case.class,
      names = {"IMPROVED_SCALE_SHIFT", "GUIDED_RESIDUAL"})
  void bf16StaysNear(Case which) {
    AdmUNet net = filled(which.config);
    Parameters parameters = new Parameters(net);
    Tensor y;
    try (Autocast cast = Precision.BF16.enter()) {
      y = net.forward(which.x(), labels(), which.conditioning());
    }
    // A few dozen layers of numbers with 8 significant bits.
    assertThat(Tensors.toDoubles(y)).containsExactly(which.golden("y"), within(0.1));
    y.square().sum().backward();
    assertThat(parameters.gradients().isfinite().all().item().toBool()).isTrue();
  }

  private static Tensor energy(AdmUNet net, Tensor x) {
    return net.forward(x, labels(), Conditioning.none()).square().sum();
  }

  private static double slope(AdmUNet net, Tensor x, double step, Tensor direction) {
    Tensor moved = Tensors.combine(1, x.detach(), step, direction).requires_grad_(true);
    return Grad.of(energy(net, moved), moved).mul(direction).sum().item().toDouble();
  }

  private static double loss(AdmUNet net, Tensor x, double step, Tensor direction) {
    try (Grad off = Grad.off()) {
      Tensor moved = Tensors.combine(1, x, step, direction);
      return energy(net, moved).item().toDouble();
    }
  }

  @Test
  void diffUNetIsDeepinvs() {
    AdmUNet net = filled(AdmConfig.diffUNet(1, 1));
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
        assertThat(Tensors.toDoubles(y)).containsExactly(GOLDEN.vector(name), within(TOLERANCE));
      }
    }
  }

  @Test
  void startsAsZeroAndItsBlocksAsTheIdentity() {
    AdmUNet net = new AdmUNet(Case.GUIDED_RESIDUAL.config);
    net.initialize(torch.make_generator_cpu(1));
    Tensor y = net.forward(Case.GUIDED_RESIDUAL.x(), labels(), Conditioning.none());
    assertThat(Tensors.toFloats(y)).containsOnly(0f);

    ResBlock block = new ResBlock(32, 32, 8, Modulation.SCALE_SHIFT, ResBlock.Resize.NONE);
    block.initialize(torch.make_generator_cpu(1));
    Tensor x = NamedNumbers.tensor("x", 1, 32, 4, 4);
    FeatureLayer.Context context =
        new FeatureLayer.Context(NamedNumbers.tensor("e", 1, 8), Dropout.none());
    assertThat(Tensors.toFloats(block.forward(x, context))).containsExactly(Tensors.toFloats(x));
  }

  @Test
  void nullClassAddsNothing() {
    Case which = Case.IMPROVED_SCALE_SHIFT;
    AdmUNet net = filled(which.config);
    Tensor conditional = net.forward(which.x(), labels(), which.conditioning());
    Tensor half =
        net.forward(which.x(), labels(), Conditioning.classes(Conditioning.NULL_CLASS, 1));
    Tensor nothing = net.forward(which.x(), labels(), Conditioning.none());
    assertThat(image(half, 0)).containsExactly(image(nothing, 0));
    assertThat(image(half, 1)).containsExactly(image(conditional, 1));
    assertThat(image(conditional, 0)).isNotEqualTo(image(nothing, 0));
  }

  private static float[] image(Tensor y, int index) {
    return Tensors.toFloats(y.select(0, index));
  }

  @Test
  void dropoutFollowsItsPlaceAlone() {
    Case which = Case.IMPROVED_ADD;
    AdmUNet net = filled(which.config);
    float[] whole = answer(net, which);
    net.train(true);
    assertThatThrownBy(() -> answer(net, which))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dropFrom");
    Rng steps = Rng.seed(3).stream("dropout");
    net.dropFrom(steps.at(1));
    float[] first = answer(net, which);
    net.dropFrom(steps.at(2));
    float[] second = answer(net, which);
    torch.manual_seed(99);
    net.dropFrom(steps.at(1));
    assertThat(answer(net, which)).containsExactly(first);
    assertThat(second).isNotEqualTo(first);
    assertThat(first).isNotEqualTo(whole);
    net.train(false);
    assertThat(answer(net, which)).containsExactly(whole);
  }

  private static float[] answer(AdmUNet net, Case which) {
    return Tensors.toFloats(net.forward(which.x(), labels(), which.conditioning()));
  }

  @Test
  void forwardLeavesNothingBehind() {
    AdmUNet net = filled(Case.IMPROVED_SCALE_SHIFT.config);
    net.train(true);
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (TensorScope step = TensorScope.open()) {
        answer(net, Case.IMPROVED_SCALE_SHIFT);
      }
      live.add(Pointer.totalCount());
    }
    assertThat(live.get(2)).isEqualTo(live.get(1));
  }

  @Test
  void refusesWhatCannotWork() {
    AdmUNet net = new AdmUNet(Case.IMPROVED_ADD.config);
    assertThatThrownBy(
            () -> net.forward(NamedNumbers.tensor("x", 2, 3, 8, 7), labels(), Conditioning.none()))
        .hasMessage("the network cannot take images of 7x8; allowed: multiples of 2");
    Conditioning classes = Conditioning.classes(0, 1);
    assertThatThrownBy(() -> net.forward(Case.IMPROVED_ADD.x(), labels(), classes))
        .hasMessageContaining("classes are given to an unconditional network");
    assertThatThrownBy(() -> config(1, 1, 48, List.of(1.0), 1, List.of(), Heads.of(1), 0, 0))
        .hasMessageContaining("channels in a level is 48; allowed: multiples of 32");
    assertThatThrownBy(() -> config(1, 1, 32, List.of(1.0), 1, List.of(2), Heads.of(1), 0, 0))
        .hasMessageContaining("attention is 2; allowed: powers of two up to 1");
    assertThatThrownBy(() -> config(1, 1, 32, List.of(1.0), 1, List.of(), Heads.of(1), 1, 0))
        .hasMessageContaining("dropout is 1.0");
    assertThatThrownBy(() -> new Heads(2, 2, Heads.Order.NEW)).hasMessageContaining("one of them");
    assertThatThrownBy(() -> new AttentionBlock(32, Heads.of(3)))
        .hasMessage("32 channels do not split into 3 heads; allowed: a divisor, such as 4");
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
                    AdmUNetTest.class.getResourceAsStream("/io/inkwash/nn/unets.keys.txt")),
                StandardCharsets.UTF_8))) {
      Stream<String> ours = lines.lines().filter(line -> line.startsWith(which + " "));
      return ours.map(line -> line.substring(which.length() + 1)).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
