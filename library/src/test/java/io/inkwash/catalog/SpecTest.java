package io.inkwash.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.inkwash.file.Json;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ddim|ddim",
        " ddim |ddim",
        "ddim()|ddim",
        "ddim( )|ddim",
        "ddim(eta=0.5)|ddim(eta=0.5)",
        "  ddim ( eta = 0.5 )  |ddim(eta=0.5)",
        "p2(k=1,gamma=-2e-3)|p2(k=1, gamma=-2e-3)",
        "sections(counts=10:15:20)|sections(counts=10:15:20)",
        "dpm-solver++|dpm-solver++",
        "folder(name=a b)|folder(name=a b)",
        "ect(grid=flow-shift( shift=3,a=1 ) , q=2)|ect(grid=flow-shift( shift=3,a=1 ), q=2)",
        "ect(grid=all())|ect(grid=all())",
      })
  void readsNamesAndArguments(String text, String canonical) {
    assertThat(Spec.parse(text)).hasToString(canonical);
    assertThat(Spec.parse(canonical)).isEqualTo(Spec.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "(eta=1)",
        "ddim(",
        "ddim)",
        "ddim(eta=1",
        "ddim(eta)",
        "ddim(eta=)",
        "ddim(=1)",
        "ddim(eta=1=2)",
        "ddim(eta=1,)",
        "ddim(,eta=1)",
        "ddim(eta=1, eta=2)",
        "ddim(eta=1))",
        "ddim(eta=(1))",
        "ddim(eta=a(1))",
        "ddim(eta=a(b=1)",
        "ddim(eta=a(b=1)))",
        "ddim(eta=a(b=1) c)",
        "ddim(eta=a(b=1)(c=1))",
        "ddim(eta=a(b=c(d=1)))",
        "ddim(eta=1),b=(2)",
        "ddim(eta=1) x",
        "dd im",
        "ddim\n(eta=1\n)\n\n",
      })
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> Spec.parse(text))
        .isInstanceOf(SpecException.class)
        .hasMessageContaining("is not of the form name or name(key=value, ...)")
        .hasMessageNotContaining("\n");
  }

  /** Patterns that backtrack took minutes for such texts; a linear reader takes milliseconds. */
  @ParameterizedTest
  @ValueSource(strings = {"x@", "ddim(@", "ddim(eta@", "ddim(eta=@", "ddim(eta=1@", "a(b=c(@", "@"})
  void longTextsTakeLinearTime(String form) {
    String text = form.replace("@", " ".repeat(1_000_000) + "\u0001");
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () ->
            assertThatThrownBy(() -> Spec.parse(text))
                .isInstanceOf(SpecException.class)
                .extracting(e -> e.getMessage().length())
                .asInstanceOf(InstanceOfAssertFactories.INTEGER)
                .isLessThan(300));
  }

  @Test
  void anyTextIsReadOrRefusedInOneLine() {
    Random random = new Random(4);
    String letters = "ab1-+.=,;:()  \t\n\"'\\\u00e9\u58a8\ud83d";
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      if (random.nextBoolean()) {
        text.append("a(");
      }
      for (int n = random.nextInt(12); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      if (random.nextBoolean()) {
        text.append(")");
      }
      try {
        Spec choice = Spec.parse(text.toString());
        read += Spec.parse(choice.toString()).equals(choice) ? 1 : -1_000_000;
      } catch (SpecException refused) {
        if (refused.getMessage().contains("\n")) {
          throw new AssertionError("two lines: " + refused.getMessage());
        }
      }
    }
    assertThat(read).isGreaterThan(1000);
  }

  @Test
  void longTextsTakeNoTime() {
    String spaces = " ".repeat(100_000);
    assertThat(Spec.parse(spaces + "a" + spaces + "(b" + spaces + "= c )").name()).isEqualTo("a");
    for (String part : new String[] {"b=1,", "b=a(", "(", ")"}) {
      assertThatThrownBy(() -> Spec.parse("a(" + part.repeat(20_000) + ")"))
          .isInstanceOf(SpecException.class);
    }
  }

  @Test
  void isTextInJson() {
    Spec choice = Spec.parse("ddim(eta=0.5)");
    assertThat(Json.line(choice)).isEqualTo("\"ddim(eta=0.5)\"");
    assertThat(Json.read("\"ddim(eta=0.5)\"", Spec.class)).isEqualTo(choice);
    assertThatThrownBy(() -> Json.read("\"ddim(eta\"", Spec.class))
        .hasMessageContaining("is not of the form");
    assertThatThrownBy(() -> Json.read("5", Spec.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneArgumentCanBeChanged() {
    Spec choice = Spec.parse("p2(k=1, gamma=2)");
    assertThat(choice.with("k", "3")).hasToString("p2(k=3, gamma=2)");
    assertThat(choice.with("c", "4")).hasToString("p2(k=1, gamma=2, c=4)");
    assertThat(choice).hasToString("p2(k=1, gamma=2)");
  }
}
