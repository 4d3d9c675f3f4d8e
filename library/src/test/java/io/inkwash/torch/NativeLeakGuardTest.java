package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The guard would notice: its counter counts (it stands still where pointer collection is off). */
@ExtendWith(NativeLeakGuard.class)
class NativeLeakGuardTest {

  @Test
  void aKeptTensorIsCountedUntilItIsClosed() throws InterruptedException {
    long before = NativeLeakGuard.alive();
    Tensor[] kept = new Tensor[1];
    Thread elsewhere = // a thread without scopes, where keep hands over to the caller
        new Thread(
            () -> {
              try (TensorScope scope = TensorScope.open()) {
                kept[0] = scope.keep(Tensors.zeros(3));
              }
            });
    elsewhere.start();
    elsewhere.join();
    assertThat(NativeLeakGuard.alive()).isEqualTo(before + 1);
    kept[0].close();
    assertThat(NativeLeakGuard.alive()).isEqualTo(before);
  }

  @Test
  void aScopeThatClosesLeavesNothing() {
    long before = NativeLeakGuard.alive();
    try (TensorScope scope = TensorScope.open()) {
      Tensors.combine(2, Tensors.zeros(3), 1, Tensors.zeros(3));
      assertThat(NativeLeakGuard.alive()).isGreaterThan(before);
    }
    assertThat(NativeLeakGuard.alive()).isEqualTo(before);
  }
}
