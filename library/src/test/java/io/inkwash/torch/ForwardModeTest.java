package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.nn.CompactUNet;
import io.inkwash.nn.Conditioning;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forward-mode derivatives against known ones and against differences. */
@ExtendWith(NativeLeakGuard.class)
class ForwardModeTest {
  private TensorScope scope;

  @BeforeEach
  void open() {
    scope = TensorScope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void theDerivativeOfASineIsACosine() {
    Tensor x = Tensors.of(new double[] {0.1, 0.7, 2}, 3);
    Tensor direction = Tensors.of(new double[] {1, 2, -1}, 3);
    try (ForwardMode mode = ForwardMode.enter()) {
      Tensor y = mode.dual(x, direction).sin();
      assertThat(Tensors.toDoubles(mode.value(y)))
          .containsExactly(Tensors.toDoubles(x.sin()), within(1e-7));
      assertThat(Tensors.toDoubles(mode.derivative(y)))
          .containsExactly(Tensors.toDoubles(x.cos().mul(direction)), within(1e-7));
      assertThat(Tensors.toDoubles(mode.derivative(x.sin()))).containsExactly(0, 0, 0);
    }
  }

  /**
   * Convolutions, norms, attention and embeddings of a whole network, in all its inputs at once.
   */
  @Test
  void theDerivativeOfANetworkIsThatOfItsDifferences() {
    CompactUNet network =
        new CompactUNet(new CompactUNet.Config(1, 1, 32, 1, 1, false, 3, 0, true));
    network.initialize(torch.make_generator_cpu(3));
    Parameters all = new Parameters(network);
    try (Grad off = Grad.off()) { // layers that begin at zero as well
      all.values().add_(Rng.seed(2).normal(all.values().size(0)), new Scalar(0.05));
    }
    Tensor x = Rng.seed(1).normal(2, 1, 8, 8);
    Tensor along = Rng.seed(4).normal(2, 1, 8, 8);
    Tensor level = Tensors.of(new float[] {3, 9}, 2);
    Tensor length = Tensors.of(new float[] {1, 8}, 2);
    Tensor ones = Tensors.of(new float[] {1, 1}, 2);
    Conditioning classes = Conditioning.classes(0, 2);
    Tensor value;
    Tensor derivative;
    try (ForwardMode mode = ForwardMode.enter()) {
      Tensor y =
          network.forward(
              mode.dual(x, along),
              mode.dual(level, ones),
              classes.with(Conditioning.INTERVAL, mode.dual(length, ones)));
      derivative = mode.derivative(y);
      value = mode.value(y);
    }
    value.square().sum().backward(); // its gradient is as ever
    Tensor gradient = all.gradients().clone();
    double h = 0.01;
    Tensor difference =
        at(network, x, along, level, length, classes, h)
            .sub(at(network, x, along, level, length, classes, -h))
            .div(new Scalar(2 * h));
    assertThat(Tensors.toDoubles(derivative))
        .containsExactly(Tensors.toDoubles(difference), within(2e-2));
    all.zeroGradients();
    at(network, x, along, level, length, classes, 0).square().sum().backward();
    assertThat(Tensors.toDoubles(gradient))
        .containsExactly(Tensors.toDoubles(all.gradients()), within(1e-3));
  }

  private static Tensor at(
      CompactUNet network,
      Tensor x,
      Tensor along,
      Tensor level,
      Tensor length,
      Conditioning classes,
      double h) {
    return network.forward(
        x.add(along.mul(new Scalar(h))),
        level.add(new Scalar(h)),
        classes.with(Conditioning.INTERVAL, length.add(new Scalar(h))));
  }

  /** Another span in the same process is refused by libtorch, and possible after the first. */
  @Test
  void oneSpanAtATime() {
    try (ForwardMode mode = ForwardMode.enter()) {
      assertThatThrownBy(ForwardMode::enter).isInstanceOf(RuntimeException.class);
    }
    try (ForwardMode mode = ForwardMode.enter()) {
      Tensor y = mode.dual(Tensors.of(new double[] {2}, 1), Tensors.of(new double[] {1}, 1));
      assertThat(Tensors.item(mode.derivative(y.square()))).isEqualTo(4);
    }
  }
}
