package io.inkwash.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The words after a bench's name, {@code --key value}, with a default for every key. */
public final class Options {
  private final Map<String, String> values;

  /**
   * Reads the words.
   *
   * @param defaults every key that is known, with its value where the words do not name it
   * @throws IllegalArgumentException if a key is unknown or has no value
   */
  public Options(String[] arguments, Map<String, String> defaults) {
    values = new LinkedHashMap<>(defaults);
    String[] words = words(arguments);
    for (int i = 0; i < words.length; i += 2) {
      String key = words[i].startsWith("--") ? words[i].substring(2) : "";
      if (!defaults.containsKey(key)) {
        throw new IllegalArgumentException(
            "there is no option " + words[i] + "; there are --" + String.join(", --", known()));
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("option --" + key + " has no value; write one after it");
      }
      values.put(key, words[i + 1]);
    }
  }

  /**
   * The words before the first lone {@code --}; what {@code bench/java.sh} leaves after it is cut.
   */
  static String[] words(String[] arguments) {
    int end = Arrays.asList(arguments).indexOf("--");
    return end < 0 ? arguments : Arrays.copyOf(arguments, end);
  }

  private Iterable<String> known() {
    return values.keySet();
  }

  /** An option as it was written. */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("no option " + key + " was declared");
    }
    return value;
  }

  /** A whole number, 1 or more. */
  public int count(String key) {
    try {
      int value = Integer.parseInt(text(key));
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "option --" + key + " is " + text(key) + "; allowed: a whole number, 1 or more");
  }
}
