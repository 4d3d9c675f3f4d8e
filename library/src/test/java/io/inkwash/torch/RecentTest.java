package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecentTest {

  @BeforeAll
  static void start() {
    Torch.init(1);
  }

  @Test
  void theLastFewLiveAcrossScopesAndTheRestAreFreed() {
    long before = Pointer.totalCount();
    try (Recent recent = new Recent(2)) {
      for (int n = 0; n < 5; n++) {
        try (TensorScope step = TensorScope.open()) {
          recent.add(Tensors.of(new double[] {n, -n}, 2));
        }
        assertThat(Pointer.totalCount()).isEqualTo(before + Math.min(n + 1, 2));
      }
      assertThat(recent.size()).isEqualTo(2);
      assertThat(Tensors.toDoubles(recent.at(0))).containsExactly(4, -4);
      assertThat(Tensors.toDoubles(recent.at(1))).containsExactly(3, -3);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void itWorksInsideALongerScope() {
    long before = Pointer.totalCount();
    try (TensorScope all = TensorScope.open();
        Recent recent = new Recent(1)) {
      recent.add(Tensors.of(new double[] {1}, 1));
      recent.add(Tensors.of(new double[] {2}, 1));
      assertThat(Tensors.toDoubles(recent.at(0))).containsExactly(2);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }

  @Test
  void roomForNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Recent(0))
        .withMessageContaining("capacity is 0");
  }
}
