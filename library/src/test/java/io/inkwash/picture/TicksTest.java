package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TicksTest {

  @Test
  void axesOfStepsHaveRoundNumbers() {
    assertThat(Ticks.linear(1, 100, 8).labels()).containsExactly("20", "40", "60", "80", "100");
    assertThat(Ticks.linear(1, 40, 8).labels())
        .containsExactly("5", "10", "15", "20", "25", "30", "35", "40");
    assertThat(Ticks.linear(1, 3_000_000, 8).labels())
        .containsExactly(
            "500,000", "1,000,000", "1,500,000", "2,000,000", "2,500,000", "3,000,000");
    assertThat(Ticks.linear(0.0281, 0.0319, 10).labels())
        .containsExactly("0.0285", "0.029", "0.0295", "0.03", "0.0305", "0.031", "0.0315");
    assertThat(Ticks.linear(-1, 1, 5).labels()).containsExactly("-1", "-0.5", "0", "0.5", "1");
    assertThat(Ticks.linear(1e300, 3e300, 5).labels())
        .containsExactly("1e300", "1.5e300", "2e300", "2.5e300", "3e300");
  }

  @Test
  void logarithmicAxesHaveOneTwoAndFive() {
    assertThat(Ticks.logarithmic(Math.log10(0.015), Math.log10(1.1), 10).labels())
        .containsExactly("0.02", "0.05", "0.1", "0.2", "0.5", "1");
    assertThat(Ticks.logarithmic(-5.5, 1.2, 10).labels())
        .containsExactly("0.00001", "0.0001", "0.001", "0.01", "0.1", "1", "10");
    assertThat(Ticks.logarithmic(Math.log10(0.23), Math.log10(0.41), 10).labels())
        .containsExactly("0.24", "0.26", "0.28", "0.3", "0.32", "0.34", "0.36", "0.38", "0.4");
    assertThat(Ticks.logarithmic(-300, 300, 10).labels()).contains("1").hasSizeBetween(8, 11);
  }

  @Test
  void everyTickIsAMultipleOfOneTwoOrFiveAndOnTheAxis() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      double low = random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-6, 6));
      double high = low + random.nextDouble(0.001, 1) * Math.pow(10, random.nextInt(-3, 6));
      Ticks ticks = Ticks.linear(low, high, 8);
      assertThat(ticks.positions()).isSorted().hasSizeBetween(1, 8);
      double margin = 1e-6 * (high - low);
      assertThat(ticks.positions()).allMatch(tick -> tick >= low - margin && tick <= high + margin);
      if (ticks.positions().size() > 1) {
        double step = ticks.positions().get(1) - ticks.positions().get(0);
        double digit = step / Math.pow(10, Math.floor(Math.log10(step) + 1e-6));
        assertThat(digit)
            .matches(
                d -> Math.abs(d - 1) < 1e-3 || Math.abs(d - 2) < 1e-3 || Math.abs(d - 5) < 1e-3);
      }
    }
  }
}
