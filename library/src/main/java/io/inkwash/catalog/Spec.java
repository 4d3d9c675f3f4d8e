package io.inkwash.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.inkwash.format.Quote;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The name of a value of the algebra, with arguments: {@code ancestral}, {@code ddim(eta=0.5)}. So
 * it stands in recipes and on the command line.
 *
 * @param name a name on some {@link Registry}
 * @param arguments those that are given, in the order given
 */
public record Spec(String name, Map<String, String> arguments) {
  public Spec {
    arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** Reads {@code name} or {@code name(key=value, ...)}; numbers in a list are joined by colons. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Spec parse(String text) {
    String whole = text.strip();
    int open = whole.indexOf('(');
    String name = open < 0 ? whole : whole.substring(0, open).strip();
    if (!isName(name) || (open >= 0 && !whole.endsWith(")"))) {
      throw malformed(text);
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    String list = open < 0 ? "" : whole.substring(open + 1, whole.length() - 1);
    if (list.chars().anyMatch(Spec::isBreak)) {
      throw malformed(text);
    }
    if (!list.isBlank()) {
      for (String argument : list.split(",", -1)) {
        int equals = argument.indexOf('=');
        String key = equals < 0 ? "" : argument.substring(0, equals).strip();
        String value = argument.substring(equals + 1).strip();
        if (!isKey(key) || !isValue(value) || arguments.put(key, value) != null) {
          throw malformed(text);
        }
      }
    }
    return new Spec(name, arguments);
  }

  private static boolean isName(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> isAscii(c) || c == '+' || c == '-');
  }

  private static boolean isKey(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(Spec::isAscii)
        && !Character.isDigit(word.charAt(0));
  }

  private static boolean isValue(String word) {
    return !word.isEmpty() && word.chars().noneMatch(c -> "=,;()".indexOf(c) >= 0);
  }

  /** A letter or digit of ASCII. */
  private static boolean isAscii(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static boolean isBreak(int c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static SpecException malformed(String text) {
    return new SpecException(
        Quote.of(text.strip())
            + " is not of the form name or name(key=value, ...), such as ddim(eta=0.5)");
  }

  /** This spec with one argument changed or added. */
  public Spec with(String key, String value) {
    Map<String, String> changed = new LinkedHashMap<>(arguments);
    changed.put(key, value);
    return new Spec(name, changed);
  }

  @Override
  @JsonValue
  public String toString() {
    return arguments.isEmpty()
        ? name
        : arguments.entrySet().stream()
            .map(argument -> argument.getKey() + "=" + argument.getValue())
            .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
