package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {

  private static Tensor ones() {
    return Tensors.zeros(4, 8, 32, 32).add_(new Scalar(1.0));
  }

  @Test
  void keepsTheMean() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor y = Dropout.at(0.25, Rng.seed(1)).apply(ones());
      assertThat(Tensors.toFloats(y)).containsOnly(0f, 1 / 0.75f);
      // 32768 values of standard deviation 0.58: four standard errors
      assertThat(y.mean().item().toDouble()).isCloseTo(1, within(0.013));
    }
  }

  @Test
  void everyLayerHasItsOwnMask() {
    try (TensorScope scope = TensorScope.open()) {
      Dropout pass = Dropout.at(0.5, Rng.seed(1));
      Dropout again = Dropout.at(0.5, Rng.seed(1));
      float[] first = Tensors.toFloats(pass.apply(ones()));
      float[] second = Tensors.toFloats(pass.apply(ones()));
      assertThat(second).isNotEqualTo(first);
      assertThat(Tensors.toFloats(again.apply(ones()))).containsExactly(first);
      assertThat(Tensors.toFloats(again.apply(ones()))).containsExactly(second);
    }
  }

  @Test
  void dropsNothingUnasked() {
    try (TensorScope scope = TensorScope.open()) {
      Tensor x = ones();
      assertThat(Dropout.none().apply(x)).isSameAs(x);
    }
  }
}
