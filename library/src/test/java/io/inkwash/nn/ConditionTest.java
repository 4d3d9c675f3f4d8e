package io.inkwash.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final int IMAGES = 4000;

  private static double[] dropped(double share, Rng key) {
    try (TensorScope scope = TensorScope.open()) {
      long[] classes = new long[IMAGES];
      Arrays.fill(classes, 7);
      Condition condition = new Condition(Tensors.of(classes, IMAGES)).dropped(share, key);
      return Tensors.toDoubles(Objects.requireNonNull(condition.classes()));
    }
  }

  @Test
  void forgetsTheShareItIsAskedTo() {
    double[] classes = dropped(0.2, Rng.seed(1));
    assertThat(classes).containsOnly(7, Condition.NULL_CLASS);
    double forgotten = Arrays.stream(classes).filter(c -> c != 7).count() / (double) IMAGES;
    assertThat(forgotten).isCloseTo(0.2, within(0.025)); // four standard deviations
    assertThat(dropped(0, Rng.seed(1))).containsOnly(7);
    assertThat(dropped(1, Rng.seed(1))).containsOnly(Condition.NULL_CLASS);
  }

  @Test
  void forgetsByItsPlaceAlone() {
    assertThat(dropped(0.5, Rng.seed(1))).containsExactly(dropped(0.5, Rng.seed(1)));
    assertThat(dropped(0.5, Rng.seed(1))).isNotEqualTo(dropped(0.5, Rng.seed(2)));
  }

  @Test
  void hasNothingToForgetWhenNothingIsKnown() {
    assertThat(Condition.none().dropped(0.5, Rng.seed(1))).isSameAs(Condition.none());
    assertThatThrownBy(() -> Condition.none().dropped(1.5, Rng.seed(1)))
        .hasMessage("label dropout is 1.5; allowed: 0 to 1, such as 0.1");
  }
}
