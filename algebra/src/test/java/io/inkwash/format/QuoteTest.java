package io.inkwash.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuoteTest {

  @Test
  void controlCharactersAreShownAndNotPassedOn() {
    String hostile = "cat\u001b[31m\u202egnp\u0007";
    assertThat(Quote.of(hostile)).isEqualTo("\"cat\\u001b[31m\\u202egnp\\u0007\"");
    assertThat(Quote.line("photos/" + hostile + ": bad"))
        .isEqualTo("photos/cat\\u001b[31m\\u202egnp\\u0007: bad");
  }

  @Test
  void allScriptsAreShownAsTheyAre() {
    String names = "\u8c93 \u00e9t\u00e9 \u0130stanbul \ud83d\ude00";
    assertThat(Quote.of(names)).isEqualTo('"' + names + '"');
    assertThat(Quote.line(names)).isEqualTo(names);
  }

  @Test
  void linesAreJoined() {
    assertThat(Quote.line(" a: \r\n  b\n\nb\u2028c ")).isEqualTo("a: b b\\u2028c");
    assertThat(Quote.firstLine("first\nsecond")).isEqualTo("first");
  }

  @Test
  void longTextsAreCutInLinearTime() {
    String spaces = " ".repeat(5_000_000) + "x";
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          assertThat(Quote.of(spaces)).hasSize(85).endsWith("...\"");
          assertThat(Quote.line("a" + spaces)).hasSize(2003).endsWith("...");
        });
  }
}
