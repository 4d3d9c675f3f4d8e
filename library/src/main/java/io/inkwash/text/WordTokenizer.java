package io.inkwash.text;

import io.inkwash.format.Names;
import io.inkwash.format.Quote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tokenizer of the words of a set of captions, numbered: 0 is padding, 1 any word that is not
 * among them, and word k has number k + 2. Text is lower case; a word is a run of letters, a digit,
 * or one other character.
 */
public final class WordTokenizer implements Tokenizer {

  /** The most words that a vocabulary keeps, those that captions use most. */
  public static final int MOST = 8192;

  /** The number of padding. */
  public static final int PADDING = 0;

  /** The number of every word that is not known. */
  public static final int UNKNOWN = 1;

  private static final int FIRST = 2;

  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}]+|\\p{N}|[^\\s\\p{L}\\p{M}\\p{N}]");

  private final List<String> words;
  private final int length;
  private final Map<String, Integer> numbers = new HashMap<>();

  /**
   * Of a vocabulary.
   *
   * @param words in the order of their numbers
   * @param length tokens a text, 1 or more
   */
  public WordTokenizer(List<String> words, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("length is " + length + " tokens; allowed: 1 or more");
    }
    this.words = List.copyOf(words);
    this.length = length;
    for (int i = 0; i < words.size(); i++) {
      numbers.put(words.get(i), FIRST + i);
    }
  }

  /** The words of captions, the most frequent first, at most {@link #MOST}. */
  public static List<String> vocabulary(Iterable<String> captions) {
    Map<String, Integer> counts = new TreeMap<>();
    captions.forEach(
        caption -> split(caption).forEach(word -> counts.merge(word, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public int length() {
    return length;
  }

  /** How many numbers there are, padding and unknown words included. */
  @Override
  public int vocabularySize() {
    return FIRST + words.size();
  }

  /** A text as words. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  @Override
  public Tokens encode(String text) {
    List<String> found = split(text);
    int count = Math.min(length, found.size());
    List<Integer> ids = new ArrayList<>(Collections.nCopies(length, PADDING));
    for (int i = 0; i < count; i++) {
      ids.set(i, numbers.getOrDefault(found.get(i), UNKNOWN));
    }
    return new Tokens(ids, count, found.size() > length);
  }

  /**
   * Refuses a text with a word that no caption had.
   *
   * @throws IllegalArgumentException if there is one; it names the nearest word
   */
  @Override
  public void check(String text) {
    for (String word : split(text)) {
      if (!numbers.containsKey(word)) {
        throw new IllegalArgumentException(
            "prompt "
                + Quote.of(text)
                + ": no caption that the model was trained on has the word "
                + Quote.of(word)
                + Names.closest(word, words)
                    .map(near -> "; did you mean " + Quote.line(near) + "?")
                    .orElse("; leave it out"));
      }
    }
  }
}
