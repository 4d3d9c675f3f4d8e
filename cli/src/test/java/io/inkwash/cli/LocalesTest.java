package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is trained, drawn from and resumed where numbers are written otherwise. */
class LocalesTest {
  private final Locale before = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void localeAsBefore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "de-DE"})
  void aRunGoesOnWhereItStopped(String tag) throws IOException {
    Locale.setDefault(Locale.forLanguageTag(tag));
    Path run = folder.resolve("run");
    TinyRun.train(folder.resolve("bars.idx"), run);
    assertThat(run.resolve("checkpoints/step-00000003")).isDirectory();
    Path picture = folder.resolve("drawn.png");
    Cli.line(
            "sample --run "
                + run
                + " --count 1 --steps 2 --threads 1 --precision fp32 --out "
                + picture)
        .succeeded();
    assertThat(picture).isNotEmptyFile();
    Cli resumed = Cli.line("train --resume " + run + " --steps 5 --threads 1").succeeded();
    assertThat(run.resolve("checkpoints/step-00000005")).isDirectory();
    assertThat(resumed.out() + resumed.err())
        .as("only ASCII digits")
        .doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    assertThat(lines(run.resolve("metrics.jsonl"))).isEqualTo(5);
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
