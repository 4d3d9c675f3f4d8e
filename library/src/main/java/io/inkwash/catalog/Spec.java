package io.inkwash.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.inkwash.format.Quote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Reads {@code name} or {@code name(key=value, ...)}. A value may be such a spec itself, of plain
   * values; numbers in a list are joined by colons.
   *
   * @throws SpecException if the text is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Spec parse(String text) {
    return read(text.strip(), false)
        .orElseThrow(
            () ->
                new SpecException(
                    Quote.of(text.strip())
                        + " is not of the form name or name(key=value, ...), such as ddim(eta=0.5)"));
  }

  /**
   * A spec, or nothing.
   *
   * @param inner whether it is a value of another
   */
  private static Optional<Spec> read(String whole, boolean inner) {
    int open = whole.indexOf('(');
    String name = open < 0 ? whole : whole.substring(0, open).strip();
    String list = open < 0 ? "" : whole.substring(open + 1, Math.max(open + 1, whole.length() - 1));
    if (!isName(name)
        || (open >= 0 && !whole.endsWith(")"))
        || list.chars().anyMatch(Spec::isBreak)) {
      return Optional.empty();
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (String argument : list.isBlank() ? List.<String>of() : parts(list, ',')) {
      int equals = argument.indexOf('=');
      String key = equals < 0 ? "" : argument.substring(0, equals).strip();
      String value = argument.substring(equals + 1).strip();
      if (!isKey(key) || !isValue(value, inner) || arguments.put(key, value) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new Spec(name, arguments));
  }

  /** The parts of a text between separators that are in no parentheses. */
  public static List<String> parts(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static boolean isName(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> isAscii(c) || c == '+' || c == '-');
  }

  private static boolean isKey(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(Spec::isAscii)
        && !Character.isDigit(word.charAt(0));
  }

  private static boolean isValue(String word, boolean inner) {
    return word.indexOf('(') >= 0
        ? !inner && read(word, true).isPresent()
        : !word.isEmpty() && word.chars().noneMatch(c -> "=,;)".indexOf(c) >= 0);
  }

  /** A letter or digit of ASCII. */
  private static boolean isAscii(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static boolean isBreak(int c) {
    return (c >= '\n' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
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
