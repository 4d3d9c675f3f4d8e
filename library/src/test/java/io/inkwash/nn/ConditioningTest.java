package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ConditioningTest {
  private static final int IMAGES = 4000;

  private static double[] dropped(double share, Rng key) {
    try (TensorScope scope = TensorScope.open()) {
      long[] classes = new long[IMAGES];
      Arrays.fill(classes, 7);
      Conditioning conditioning =
          Conditioning.none()
              .with(Conditioning.CLASSES, Tensors.of(classes, IMAGES))
              .dropped(share, key);
      return Tensors.toDoubles(conditioning.classes().orElseThrow());
    }
  }

  @Test
  void forgetsTheShareItIsAskedTo() {
    double[] classes = dropped(0.2, Rng.seed(1));
    assertThat(classes).containsOnly(7, Conditioning.NULL_CLASS);
    double forgotten = Arrays.stream(classes).filter(c -> c != 7).count() / (double) IMAGES;
    assertThat(forgotten).isCloseTo(0.2, within(0.025)); // four standard deviations
    assertThat(dropped(0, Rng.seed(1))).containsOnly(7);
    assertThat(dropped(1, Rng.seed(1))).containsOnly(Conditioning.NULL_CLASS);
  }

  @Test
  void forgetsByItsPlaceAlone() {
    assertThat(dropped(0.5, Rng.seed(1))).containsExactly(dropped(0.5, Rng.seed(1)));
    assertThat(dropped(0.5, Rng.seed(1))).isNotEqualTo(dropped(0.5, Rng.seed(2)));
  }

  @Test
  void hasNothingToForgetWhenNothingIsKnown() {
    assertThat(Conditioning.none().dropped(0.5, Rng.seed(1))).isSameAs(Conditioning.none());
    assertThatThrownBy(() -> Conditioning.none().dropped(1.5, Rng.seed(1)))
        .hasMessage("conditioning dropout is 1.5; allowed: 0 to 1, such as 0.1");
  }
}
