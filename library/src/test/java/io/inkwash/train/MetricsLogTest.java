package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.file.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFourLines() {
    file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = new MetricsLog(file, 0)) {
      for (int step = 1; step <= 4; step++) {
        log.add(new MetricsLog.Line(step, 1.0 / step, 0.1, 2e-4, 8L * step, 0.25 * step));
      }
    }
  }

  @Test
  void isOneObjectALine() {
    assertThat(file.toFile())
        .content()
        .startsWith(
            "{\"step\":1,\"loss\":1.0,\"gradient_norm\":0.1,\"learning_rate\":2.0E-4,"
                + "\"images\":8,\"seconds\":0.25}\n")
        .hasLineCount(4);
  }

  @Test
  void dropsWhatCameAfterTheStepThatIsGoneOnFrom() throws IOException {
    String two = String.join("\n", Files.readAllLines(file).subList(0, 2)) + "\n";
    try (MetricsLog log = new MetricsLog(file, 2)) {
      assertThat(log.steps()).containsExactly(1, 2);
      assertThat(log.losses()).containsExactly(1, 0.5);
      assertThat(file).hasContent(two);
      log.add(new MetricsLog.Line(3, 9, 0.1, 2e-4, 24, 1));
    }
    assertThat(Files.readString(file)).startsWith(two).contains("{\"step\":3,\"loss\":9.0,");
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() throws IOException {
    Files.writeString(file, Files.readString(file) + "{\"step\":5,\"loss\":0.");
    try (MetricsLog log = new MetricsLog(file, 9)) {
      assertThat(log.steps()).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void damageWithinIsToldByLine() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"step\":2", "\"stop\":2"));
    assertThatThrownBy(() -> new MetricsLog(file, 4))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith(file + ": line 2");
  }

  @Test
  void recentLossIsAMeanOfTheLast() {
    try (MetricsLog log = new MetricsLog(file, 4)) {
      assertThat(log.recentLoss(2)).isCloseTo((1.0 / 3 + 0.25) / 2, within(1e-15));
      assertThat(log.recentLoss(100)).isCloseTo((1 + 0.5 + 1.0 / 3 + 0.25) / 4, within(1e-15));
    }
    try (MetricsLog empty = new MetricsLog(folder.resolve("new.jsonl"), 0)) {
      assertThat(empty.recentLoss(2)).isNaN();
    }
  }

  @Test
  void aLossThatIsNoNumberIsKept() {
    try (MetricsLog log = new MetricsLog(file, 0)) {
      log.add(new MetricsLog.Line(1, Double.NaN, Double.POSITIVE_INFINITY, 2e-4, 8, 1));
    }
    try (MetricsLog log = new MetricsLog(file, 1)) {
      assertThat(log.losses()).containsExactly(Double.NaN);
    }
  }
}
