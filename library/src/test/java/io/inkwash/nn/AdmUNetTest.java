package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Autocast;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Parameters;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the network does by itself: slopes, beginnings, classes, dropout, refusals. */
class AdmUNetTest {
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

  @Test
  void gradientIsTheSlope() {
    AdmUNet net = AdmCase.GUIDED_NEW_ORDER.filled();
    Tensor x = AdmCase.GUIDED_NEW_ORDER.x().requires_grad_(true);
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
    AdmUNet net = AdmCase.GUIDED_NEW_ORDER.filled();
    Tensor direction = NamedNumbers.tensor("direction", 2, 2, 8, 8);
    Tensor x = AdmCase.GUIDED_NEW_ORDER.x().requires_grad_(true);
    Tensor first = Grad.derivable(energy(net, x), x).mul(direction).sum();
    double along = Grad.of(first, x).mul(direction).sum().item().toDouble();
    double step = 1e-2;
    double slope = (slope(net, x, step, direction) - slope(net, x, -step, direction)) / (2 * step);
    assertThat(slope).isCloseTo(along, within(1e-2 * Math.abs(along)));
    assertThat(Math.abs(along)).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = AdmCase.class,
      names = {"IMPROVED_SCALE_SHIFT", "GUIDED_RESIDUAL"})
  void bf16StaysNear(AdmCase which) {
    AdmUNet net = which.filled();
    Parameters parameters = new Parameters(net);
    Tensor y;
    try (Autocast cast = Precision.BF16.enter()) {
      y = net.forward(which.x(), AdmCase.labels(), which.conditioning());
    }
    // A few dozen layers of numbers with 8 significant bits.
    assertThat(Tensors.toDoubles(y)).containsExactly(which.golden("y"), within(0.1));
    y.square().sum().backward();
    assertThat(parameters.gradients().isfinite().all().item().toBool()).isTrue();
  }

  private static Tensor energy(AdmUNet net, Tensor x) {
    return net.forward(x, AdmCase.labels(), Conditioning.none()).square().sum();
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
  void startsAsZeroAndItsBlocksAsTheIdentity() {
    AdmUNet net = new AdmUNet(AdmCase.GUIDED_RESIDUAL.config);
    net.initialize(torch.make_generator_cpu(1));
    Tensor y = net.forward(AdmCase.GUIDED_RESIDUAL.x(), AdmCase.labels(), Conditioning.none());
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
    AdmCase which = AdmCase.IMPROVED_SCALE_SHIFT;
    AdmUNet net = which.filled();
    Tensor conditional = net.forward(which.x(), AdmCase.labels(), which.conditioning());
    Tensor half =
        net.forward(which.x(), AdmCase.labels(), Conditioning.classes(Conditioning.NULL_CLASS, 1));
    Tensor nothing = net.forward(which.x(), AdmCase.labels(), Conditioning.none());
    assertThat(image(half, 0)).containsExactly(image(nothing, 0));
    assertThat(image(half, 1)).containsExactly(image(conditional, 1));
    assertThat(image(conditional, 0)).isNotEqualTo(image(nothing, 0));
  }

  private static float[] image(Tensor y, int index) {
    return Tensors.toFloats(y.select(0, index));
  }

  @Test
  void dropoutFollowsItsPlaceAlone() {
    AdmCase which = AdmCase.IMPROVED_ADD;
    AdmUNet net = which.filled();
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

  private static float[] answer(AdmUNet net, AdmCase which) {
    return Tensors.toFloats(net.forward(which.x(), AdmCase.labels(), which.conditioning()));
  }

  @Test
  void forwardLeavesNothingBehind() {
    AdmUNet net = AdmCase.IMPROVED_SCALE_SHIFT.filled();
    net.train(true);
    List<Long> live = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      try (TensorScope step = TensorScope.open()) {
        answer(net, AdmCase.IMPROVED_SCALE_SHIFT);
      }
      live.add(Pointer.totalCount());
    }
    assertThat(live.get(2)).isEqualTo(live.get(1));
  }

  @Test
  void refusesWhatCannotWork() {
    AdmUNet net = new AdmUNet(AdmCase.IMPROVED_ADD.config);
    assertThatThrownBy(
            () ->
                net.forward(
                    NamedNumbers.tensor("x", 2, 3, 8, 7), AdmCase.labels(), Conditioning.none()))
        .hasMessage("the network cannot take images of 7x8; allowed: multiples of 2");
    Conditioning classes = Conditioning.classes(0, 1);
    assertThatThrownBy(() -> net.forward(AdmCase.IMPROVED_ADD.x(), AdmCase.labels(), classes))
        .hasMessageContaining("classes are given to an unconditional network");
    assertThatThrownBy(
            () -> AdmCase.config(1, 1, 48, List.of(1.0), 1, List.of(), Heads.of(1), 0, 0))
        .hasMessageContaining("channels in a level is 48; allowed: multiples of 32");
    assertThatThrownBy(
            () -> AdmCase.config(1, 1, 32, List.of(1.0), 1, List.of(2), Heads.of(1), 0, 0))
        .hasMessageContaining("attention is 2; allowed: powers of two up to 1");
    assertThatThrownBy(
            () -> AdmCase.config(1, 1, 32, List.of(1.0), 1, List.of(), Heads.of(1), 1, 0))
        .hasMessageContaining("dropout is 1.0");
    assertThatThrownBy(() -> new Heads(2, 2, Heads.Order.NEW)).hasMessageContaining("one of them");
    assertThatThrownBy(() -> new AttentionBlock(32, Heads.of(3)))
        .hasMessage("32 channels do not split into 3 heads; allowed: a divisor, such as 4");
  }
}
