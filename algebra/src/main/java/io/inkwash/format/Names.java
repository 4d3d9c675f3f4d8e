package io.inkwash.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Words that people type, compared with known ones; endings of file names. */
public final class Names {

  private Names() {}

  /** The ending of a file name in lower case, without its dot; empty if there is none. */
  public static String ending(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /** A name with its article, such as {@code an autoencoder}. */
  public static String withArticle(String name) {
    return ("aeiou".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  /** The known word that a misspelled one most likely means; empty if none is near. */
  public static Optional<String> closest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    // never all of its letters: one letter alone means nothing but itself
    int allowed = Math.max(Math.min(2, word.length() - 1), word.length() / 3);
    return known.stream()
        .filter(
            name ->
                distance(lower, name) <= allowed || (lower.length() > 2 && name.startsWith(lower)))
        .min(Comparator.comparingInt(name -> distance(lower, name)));
  }

  /** The fewest letters to insert, remove or change (V. Levenshtein, 1966). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
