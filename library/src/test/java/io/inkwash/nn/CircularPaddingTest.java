package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class CircularPaddingTest {

  @Test
  void repeatsTheOtherSideAboveAndAtTheLeft() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 1, 2, 3);
      CircularPadding padding = CircularPadding.to(4, x);
      assertThat(padding).isEqualTo(new CircularPadding(2, 1));
      assertThat(Tensors.toFloats(padding.add(x)))
          .containsExactly(3, 1, 2, 3, 6, 4, 5, 6, 3, 1, 2, 3, 6, 4, 5, 6);
      assertThat(Tensors.toFloats(padding.remove(padding.add(x))))
          .containsExactly(Tensors.toFloats(x));
    }
  }

  @Test
  void goesRoundMoreThanOnce() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.of(new float[] {1, 2, 3}, 1, 1, 1, 3);
      Tensor padded = new CircularPadding(0, 5).add(x);
      assertThat(Tensors.toFloats(padded)).containsExactly(2, 3, 1, 2, 3, 1, 2, 3);
    }
  }

  @Test
  void leavesAFittingPictureAlone() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = Tensors.zeros(1, 1, 32, 64);
      assertThat(CircularPadding.to(32, x).none()).isTrue();
      assertThat(CircularPadding.to(32, x).add(x)).isSameAs(x);
    }
  }
}
