package io.inkwash.text;

/** A rule that makes a fixed number of tokens of any text. */
public interface Tokenizer {

  /** The number of tokens of every text, with the marks of start and end and the padding. */
  int length();

  /** The number of different tokens; identifiers run from 0 to one less. */
  int vocabularySize();

  /**
   * The tokens of a text. An empty text has them too: it is what an unconditional image is drawn
   * from.
   *
   * @param text any text; what does not fit {@link #length} is cut
   */
  Tokens encode(String text);

  /**
   * Refuses a text that has no meaning in these tokens; most rules take any.
   *
   * @throws IllegalArgumentException if it is refused, with the reason
   */
  default void check(String text) {}
}
