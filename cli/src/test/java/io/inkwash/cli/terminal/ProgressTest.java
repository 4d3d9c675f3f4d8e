package io.inkwash.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final String FIGURES = "step 123456  loss 0.0123  1234 images/s  drawing samples";

  private static String line(int width) {
    return Progress.line("training", 0.5, "1:02:45", FIGURES, width);
  }

  @Test
  void theBarTakesTheRoomThatTheFiguresLeave() {
    String figures = " 50%  1:02:45 left  " + FIGURES;
    assertThat(line(200))
        .isEqualTo("training [" + "█".repeat(12) + "·".repeat(12) + "] " + figures);
    assertThat(line(100)).hasSize(100).endsWith("] " + figures);
  }

  @Test
  void theTimeLeftIsNeverCutOff() {
    for (int width : new int[] {79, 60, 40, 28}) {
      assertThat(line(width)).hasSizeLessThanOrEqualTo(width).contains("50%  1:02:45 left");
    }
    assertThat(Progress.line("drawing", 1, "0 s", "", 80))
        .startsWith("drawing [████")
        .contains("100%");
  }
}
