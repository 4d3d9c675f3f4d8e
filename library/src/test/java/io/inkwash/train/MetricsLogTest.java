package io.inkwash.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path folder;
  private Path file;
  private final List<String> notices = new ArrayList<>();

  @BeforeEach
  void writeFourLines() {
    file = folder.resolve("metrics.jsonl");
    try (MetricsLog log = log(0)) {
      for (int step = 1; step <= 4; step++) {
        log.add(new MetricsLog.Line(step, 1.0 / step, 0.1, 2e-4, 8L * step, 0.25 * step));
      }
    }
  }

  private MetricsLog log(long step) {
    return new MetricsLog(file, step, notices::add);
  }

  @Test
  void isOneObjectALine() {
    assertThat(file.toFile())
        .content()
        .startsWith(
            "{\"step\":1,\"loss\":1.0,\"gradient_norm\":0.1,\"learning_rate\":2.0E-4,"
                + "\"images\":8,\"seconds\":0.25,\"terms\":{}}\n")
        .hasLineCount(4);
  }

  @Test
  void dropsWhatCameAfterTheStepThatIsGoneOnFrom() throws IOException {
    String two = String.join("\n", Files.readAllLines(file).subList(0, 2)) + "\n";
    try (MetricsLog log = log(2)) {
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
    try (MetricsLog log = log(9)) {
      assertThat(log.steps()).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void damagedLinesAreDroppedWithANotice() throws IOException {
    Files.writeString(file, Files.readString(file).replace("\"step\":2", "\"stop\":2"));
    try (MetricsLog log = log(4)) {
      assertThat(log.steps()).containsExactly(1, 3, 4);
    }
    assertThat(notices).containsExactly(file + ": 1 of its lines cannot be read and were dropped");
    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void recentLossIsAMeanOfTheLast() {
    try (MetricsLog log = log(4)) {
      assertThat(log.recentLoss()).isCloseTo((1 + 0.5 + 1.0 / 3 + 0.25) / 4, within(1e-15));
      for (int step = 5; step <= 4 + MetricsLog.RECENT; step++) {
        log.add(new MetricsLog.Line(step, step % 2, 0.1, 2e-4, 8L * step, 0.25 * step));
      }
      assertThat(log.recentLoss()).isCloseTo(0.5, within(1e-15));
    }
    try (MetricsLog empty = new MetricsLog(folder.resolve("new.jsonl"), 0, notices::add)) {
      assertThat(empty.recentLoss()).isNaN();
    }
  }

  @Test
  void aLossThatIsNoNumberIsKept() {
    try (MetricsLog log = log(0)) {
      log.add(new MetricsLog.Line(1, Double.NaN, Double.POSITIVE_INFINITY, 2e-4, 8, 1));
    }
    try (MetricsLog log = log(1)) {
      assertThat(log.losses()).containsExactly(Double.NaN);
    }
  }
}
