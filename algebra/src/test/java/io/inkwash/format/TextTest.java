package io.inkwash.format;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers in text are the same in every locale. */
class TextTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void localeAsBefore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "de-DE", "ne-NP", "my-MM"})
  void digitsAndPointAreAscii(String tag) {
    Locale.setDefault(Locale.forLanguageTag(tag));
    assertThat(format("step-%08d is %.3f of %,d", 12, 0.5, 50_000))
        .isEqualTo("step-00000012 is 0.500 of 50,000");
  }

  @Test
  void withoutALocaleDigitsWouldBeAnother() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat("%d".formatted(12)).isNotEqualTo("12");
  }
}
