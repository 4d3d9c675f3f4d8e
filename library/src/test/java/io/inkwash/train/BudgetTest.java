package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BudgetTest {

  @Test
  void imagesAndEpochsAreRoundedUpToWholeSteps() {
    assertThat(Budget.images(100, 10).steps()).isEqualTo(10);
    assertThat(Budget.images(101, 10).steps()).isEqualTo(11);
    assertThat(Budget.images(1, 128).steps()).isEqualTo(1);
    assertThat(Budget.epochs(10, 60_000, 128).steps()).isEqualTo(4688);
    assertThat(Budget.epochs(0.5, 100, 10).steps()).isEqualTo(5);
  }

  @Test
  void progressIsTheShareOfWhicheverEndsFirst() {
    assertThat(Budget.steps(200).progress(50, 1e9)).isEqualTo(0.25);
    assertThat(Budget.minutes(2).progress(1_000_000, 30)).isEqualTo(0.25);
    assertThat(new Budget(100, 60).progress(10, 30)).isEqualTo(0.5);
    assertThat(Budget.steps(10).progress(11, 0)).isEqualTo(1);
  }

  @Test
  void refusesNothingAtAll() {
    assertThatThrownBy(() -> Budget.steps(0)).hasMessage("steps is 0; allowed: 1 or more");
    assertThatThrownBy(() -> Budget.epochs(0, 10, 1)).hasMessage("epochs is 0.0; allowed: above 0");
    assertThatThrownBy(() -> Budget.images(-1, 1)).hasMessage("images is -1.0; allowed: above 0");
    assertThatThrownBy(() -> Budget.minutes(Double.NaN))
        .hasMessage("minutes is NaN; allowed: above 0");
  }
}
