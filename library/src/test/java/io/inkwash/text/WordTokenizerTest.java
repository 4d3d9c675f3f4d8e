package io.inkwash.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words as numbers. */
class WordTokenizerTest {
  private final WordTokenizer tokenizer =
      new WordTokenizer(List.of("a", "three", "\u00e9t\u00e9"), 4);

  @Test
  void wordsAreNumberedByTheirUse() {
    assertThat(WordTokenizer.vocabulary(List.of("A three", "a two, a Two", "\u00c9t\u00e9 42")))
        .containsExactly("a", "two", ",", "2", "4", "three", "\u00e9t\u00e9");
  }

  @Test
  void everyTextHasTheSameLength() {
    assertThat(tokenizer.encode("A THREE")).isEqualTo(new Tokens(List.of(2, 3, 0, 0), 2, false));
    assertThat(tokenizer.encode("")).isEqualTo(new Tokens(List.of(0, 0, 0, 0), 0, false));
    assertThat(tokenizer.encode("\u00e9t\u00e9 a a dog a"))
        .isEqualTo(new Tokens(List.of(4, 2, 2, 1), 4, true));
    assertThat(tokenizer.vocabularySize()).isEqualTo(5);
  }

  @Test
  void aWordThatNoCaptionHadIsRefused() {
    tokenizer.check("a three a");
    assertThatThrownBy(() -> tokenizer.check("a thre"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has the word \"thre\"; did you mean three?");
    assertThatThrownBy(() -> new WordTokenizer(List.of(), 0)).hasMessageContaining("length is 0");
  }
}
