package io.inkwash.request;

import io.inkwash.data.ClassNames;
import io.inkwash.format.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The class that a prompt names, for clients that have prompts and no classes: {@code 7}, {@code a
 * handwritten seven}, {@code Ankle boot}.
 */
public final class PromptedClass {
  private static final List<String> NUMBERS =
      List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

  private PromptedClass() {}

  /**
   * The name of the class.
   *
   * @param names of the model's classes
   * @throws IllegalArgumentException if the prompt names none, or several
   */
  public static String of(String prompt, List<String> names) {
    String words = plain(prompt);
    List<String> named = new ArrayList<>();
    for (String name : names) {
      if (words.contains(plain(name)) || words.contains(inWords(name))) {
        named.add(name);
      }
    }
    // "truck" is no "fire truck": of names within one another the longest counts
    named.removeIf(
        name ->
            named.stream()
                .anyMatch(other -> !other.equals(name) && plain(other).contains(plain(name))));
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          "prompt "
              + Quote.of(prompt)
              + (named.isEmpty() ? " names no class" : " names several classes")
              + " of the model; there are "
              + new ClassNames(names));
    }
    return named.get(0);
  }

  /** Letters and digits in lower case, each word between two spaces. */
  private static String plain(String text) {
    return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
  }

  /** A number below ten in words. */
  private static String inWords(String name) {
    return name.matches("\\d") ? " " + NUMBERS.get(Integer.parseInt(name)) + " " : plain(name);
  }
}
