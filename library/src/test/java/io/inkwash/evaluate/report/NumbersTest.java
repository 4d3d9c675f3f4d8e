package io.inkwash.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void fourDigitsCount() {
    assertThat(Numbers.of(12.3456)).isEqualTo("12.35");
    assertThat(Numbers.of(0.00123456)).isEqualTo("0.001235");
    assertThat(Numbers.of(-0.00123456)).isEqualTo("-0.001235");
    assertThat(Numbers.of(123456.7)).isEqualTo("123457");
    assertThat(Numbers.of(0.0)).isEqualTo("0.000");
    assertThat(Numbers.of(1e-30)).isEqualTo("0.00000000");
    assertThat(Numbers.of(Double.NaN)).isEqualTo("NaN");
    assertThat(Numbers.of(null)).isEmpty();
  }

  @Test
  void anErrorStandsBesideItsValue() {
    assertThat(Numbers.of(3.14159, 0.0271)).isEqualTo("3.142 ± 0.027");
    assertThat(Numbers.of(3.14159, null)).isEqualTo("3.142");
  }

  @Test
  void countsAreWholeWhereTheyAre() {
    assertThat(Numbers.plain(35)).isEqualTo("35");
    assertThat(Numbers.plain(31.26)).isEqualTo("31.3");
  }
}
