package io.inkwash.text;

import static io.inkwash.format.Text.format;

import java.util.List;

/**
 * A text as tokens, padded to a fixed length.
 *
 * @param ids the tokens' identifiers, 0 or more
 * @param count how many of them, from the first on, are not padding
 * @param cut whether the text was longer and its end was left out
 */
public record Tokens(List<Integer> ids, int count, boolean cut) {

  /** Copies the list and checks the count. */
  public Tokens {
    ids = List.copyOf(ids);
    if (count < 0 || count > ids.size()) {
      throw new IllegalArgumentException(
          format("count is %d; allowed: 0 to %d, the number of tokens", count, ids.size()));
    }
  }

  /** The number of tokens, with the padding. */
  public int length() {
    return ids.size();
  }
}
