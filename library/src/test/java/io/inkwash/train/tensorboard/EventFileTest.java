package io.inkwash.train.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.file.FileException;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  /** The file that TensorBoard's own writer makes of the same events, byte for byte. */
  @Test
  void theBytesAreThoseOfTensorBoardsWriter() throws IOException {
    Path file = folder.resolve("events.tfevents");
    try (EventFile events = EventFile.create(file, 1.5)) {
      events.start(2.5, 301);
      events.scalar(2.5, 301, "loss", 0.125);
      events.scalar(3.25, 70000, "loss/kl", -1e-7);
      events.image(3.25, 70000, "samples", stored("samples.png"));
    }

    assertThat(Files.readAllBytes(file)).isEqualTo(stored("events.tfevents"));
  }

  @Test
  void anEventIsInTheFileAtOnce() throws IOException {
    Path file = folder.resolve("events.tfevents");
    try (EventFile events = EventFile.create(file, 1.5)) {
      long before = Files.size(file);
      events.scalar(2, 1, "loss", 1);
      assertThat(Files.size(file)).isGreaterThan(before);
      assertThatThrownBy(() -> EventFile.create(file, 1.5))
          .isInstanceOf(FileException.class)
          .hasMessageContaining("events.tfevents");
    }
  }

  @Test
  void eachSessionHasItsFileWithAllParts() throws IOException {
    for (int session = 0; session < 2; session++) {
      try (TensorBoardLog log = TensorBoardLog.of(folder)) {
        Trainer.Listener listener = log;
        Path png = folder.resolve("samples.png");
        Files.write(png, stored("samples.png"));
        listener.after(
            new MetricsLog.Line(5, 1, 2, 3, 4, 5, Map.of("kl", 0.5, "likelihood", 0.25)), 1, 0.5);
        listener.drawn(5, png);
      }
    }

    List<Path> files;
    try (var found = Files.list(folder.resolve(TensorBoardLog.FOLDER))) {
      files = found.toList();
    }
    assertThat(files).hasSize(2);
    for (Path file : files) {
      assertThat(file.getFileName().toString()).contains("tfevents");
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .contains("brain.Event:2", "loss", "gradient_norm", "learning_rate", "images")
          .contains("loss/kl", "loss/likelihood", "samples", "PNG");
    }
  }

  @Test
  void aTrainingWithoutStepsLeavesNoFile() {
    TensorBoardLog.of(folder).close();

    assertThat(folder).isEmptyDirectory();
  }

  private static byte[] stored(String name) throws IOException {
    try (InputStream in = EventFileTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
