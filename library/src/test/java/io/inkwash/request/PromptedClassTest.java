package io.inkwash.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptedClassTest {
  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  @Test
  void aWordOrANumberNamesAClass() {
    assertThat(PromptedClass.of("7", DIGITS)).isEqualTo("7");
    assertThat(PromptedClass.of("A handwritten SEVEN, please", DIGITS)).isEqualTo("7");
    assertThat(PromptedClass.of("an ankle boot", List.of("boot", "Ankle boot")))
        .isEqualTo("Ankle boot");
    assertThat(PromptedClass.of("a T-shirt", List.of("T-shirt/top", "t shirt")))
        .isEqualTo("t shirt");
  }

  @Test
  void noneAndSeveralAreRefused() {
    assertThatThrownBy(() -> PromptedClass.of("17", DIGITS)).hasMessageContaining("names no class");
    assertThatThrownBy(() -> PromptedClass.of("", DIGITS)).hasMessageContaining("there are 0, 1");
    assertThatThrownBy(() -> PromptedClass.of("seven or 8", DIGITS))
        .hasMessageContaining("names several");
  }
}
