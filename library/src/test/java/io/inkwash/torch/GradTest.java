package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recording of gradients, which a forgotten guard would leave off for good. */
@ExtendWith(NativeLeakGuard.class)
class GradTest {

  @Test
  void theModeComesBackEvenAfterAnException() {
    assertThat(Grad.recording()).isTrue();
    assertThatThrownBy(
            () -> {
              try (Grad off = Grad.off()) {
                assertThat(Grad.recording()).isFalse();
                try (Grad on = Grad.on()) {
                  assertThat(Grad.recording()).isTrue();
                }
                assertThat(Grad.recording()).isFalse();
                Tensors.zeros(2).add(Tensors.zeros(3));
              }
            })
        .isInstanceOf(RuntimeException.class);
    assertThat(Grad.recording()).isTrue();
  }

  @Test
  void nothingIsRecordedWhileItIsOff() {
    Tensor weight = Tensors.of(new float[] {2}, 1).requires_grad_();
    try (Grad off = Grad.off()) {
      assertThat(weight.mul(weight).requires_grad()).isFalse();
      try (Grad on = Grad.on()) {
        assertThat(weight.mul(weight).requires_grad()).isTrue();
      }
    }
  }

  @Test
  void aDerivativeByTheInputLeavesTheWeightsGradientsAlone() {
    Tensor weight = Tensors.of(new float[] {3, 5}, 2).requires_grad_();
    Tensor x = Tensors.of(new float[] {7, 11}, 2).requires_grad_();
    Tensor slope = Grad.of(weight.mul(x.square()).sum(), x);
    assertThat(Tensors.toFloats(slope)).containsExactly(42, 110); // 2 w x
    assertThat(weight.grad().defined()).isFalse();
    assertThat(x.grad().defined()).isFalse();
  }
}
