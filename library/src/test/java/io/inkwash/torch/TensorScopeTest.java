package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who owns a native object, and when it dies. */
@ExtendWith(NativeLeakGuard.class)
class TensorScopeTest {

  @Test
  void whatIsNotKeptDiesAtTheEnd() {
    Tensor lost;
    Tensor kept;
    try (TensorScope outer = TensorScope.open()) {
      try (TensorScope inner = TensorScope.open()) {
        lost = Tensors.zeros(2);
        kept = inner.keep(Tensors.of(new float[] {1, 2}, 2));
      }
      assertThat(lost.isNull()).isTrue();
      assertThat(Tensors.toFloats(kept)).containsExactly(1, 2);
    }
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void theResultOfSomeWorkOutlivesWhatItWasMadeOf() {
    Tensor[] made = new Tensor[1];
    try (TensorScope outer = TensorScope.open()) {
      Tensor result =
          TensorScope.result(
              () -> {
                made[0] = Tensors.of(new float[] {1, 2}, 2);
                return made[0].add(made[0]);
              });
      assertThat(made[0].isNull()).isTrue();
      assertThat(Tensors.toFloats(result)).containsExactly(2, 4);
    }
  }

  @Test
  void keepingTwiceIsKeepingOnce() {
    Tensor kept;
    try (TensorScope outer = TensorScope.open()) {
      try (TensorScope inner = TensorScope.open()) {
        kept = inner.keep(inner.keep(Tensors.of(new float[] {3}, 1)));
      }
      assertThat(Tensors.toFloats(kept)).containsExactly(3);
    }
    assertThat(kept.isNull()).isTrue();
  }

  @Test
  void aScopeClosesWhenItsBodyThrows() {
    Tensor[] made = new Tensor[1];
    assertThatThrownBy(
            () -> {
              try (TensorScope scope = TensorScope.open()) {
                made[0] = Tensors.zeros(2);
                throw new IllegalStateException("on purpose");
              }
            })
        .hasMessage("on purpose");
    assertThat(made[0].isNull()).isTrue();
  }

  @Test
  void aGradientIsBorrowedAndCannotBeKept() {
    Tensor weight = Tensors.of(new float[] {1, 2}, 2).requires_grad_();
    weight.square().sum().backward();
    try (TensorScope inner = TensorScope.open()) {
      assertThatThrownBy(() -> inner.keep(weight.grad()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cannot keep a borrowed pointer (Tensor): it dies with its container; keep a copy,"
                  + " new Tensor(t)");
    }
  }

  @Test
  void anElementOfAVectorIsBorrowedAndItsCopyIsNot() {
    Tensor copy;
    try (TensorScope inner = TensorScope.open()) {
      TensorVector vector = new TensorVector(Tensors.of(new float[] {5, 6}, 2));
      assertThatThrownBy(() -> inner.keep(vector.get(0))).hasMessageContaining("borrowed");
      copy = inner.keep(new Tensor(vector.get(0)));
    }
    assertThat(Tensors.toFloats(copy)).containsExactly(5, 6);
  }

  @Test
  void aNetworkBuiltInAStepsScopeDiesAndAnOwnedOneDoesNot() throws InterruptedException {
    long before = NativeLeakGuard.alive();
    Line plain;
    Owned<Line> owned;
    try (TensorScope step = TensorScope.open()) {
      plain = new Line();
      owned = Owned.of(Line::new);
    }
    assertThat(plain.isNull()).isTrue();
    try (TensorScope step = TensorScope.open()) {
      Tensor y = owned.value().forward(Tensors.zeros(2, 4));
      assertThat(Tensors.shape(y)).containsExactly(2, 3);
    }
    Thread other = new Thread(owned::close);
    other.start();
    other.join();
    assertThat(NativeLeakGuard.alive()).isEqualTo(before);
  }

  @Test
  void aFailedBuildLeavesNothingAndNoScopeOpen() {
    try (TensorScope outer = TensorScope.open()) {
      long before = NativeLeakGuard.alive();
      Tensor[] made = new Tensor[1];
      assertThatThrownBy(
              () ->
                  Owned.of(
                      () -> {
                        made[0] = Tensors.zeros(2);
                        throw new IllegalStateException("on purpose");
                      }))
          .hasMessage("on purpose");
      assertThat(made[0].isNull()).isTrue();
      assertThat(NativeLeakGuard.alive()).isEqualTo(before);
      made[0] = Tensors.zeros(2);
    } // belongs to outer again
  }
}
