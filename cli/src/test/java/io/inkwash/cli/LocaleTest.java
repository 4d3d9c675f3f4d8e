package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in locales with other digits, another letter i and another decimal sign. */
class LocaleTest {
  private final Locale usual = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void restore() {
    Locale.setDefault(usual);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "de-DE"})
  void aRunIsTheSameInEveryLocale(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));
    Path run = folder.resolve("run");
    TinyRun.train(folder.resolve("bars.idx"), run);
    assertThat(run.resolve("checkpoints/step-00000003/ema.safetensors")).isRegularFile();
    assertThat(run.resolve("checkpoints/latest")).hasContent("step-00000003\n");
    assertThat(run.resolve("samples/step-00000003.png")).isRegularFile();

    Path pictures = folder.resolve("pictures");
    Cli.line(
            "sample --threads 1 --count 2 --steps 2 --solver ddim --run "
                + run
                + " --images "
                + pictures)
        .succeeded();
    assertThat(pictures.resolve("00001.png")).isRegularFile();

    Cli more = Cli.line("train --resume " + run + " --steps 5").succeeded();
    assertThat(more.out()).startsWith("done: step 5, 20 images, loss ");
    assertThat(SmallFiles.read(run.resolve("metrics.jsonl")).lines())
        .hasSize(5)
        .allMatch(line -> line.matches("\\{\"step\":[1-5],[\\x20-\\x7e]*}"));
    assertThat(run.resolve("checkpoints/step-00000005/state.json")).isRegularFile();
  }
}
