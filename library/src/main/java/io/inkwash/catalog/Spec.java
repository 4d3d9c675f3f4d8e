package io.inkwash.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The name of a value of the algebra, with arguments: {@code ancestral}, {@code ddim(eta=0.5)}. So
 * it stands in recipes and on the command line.
 *
 * @param name a name on some {@link Registry}
 * @param arguments those that are given, in the order given
 */
public record Spec(String name, Map<String, String> arguments) {
  private static final Pattern FORM =
      Pattern.compile("\\s*([A-Za-z0-9+-]+)\\s*(?:\\((.*)\\))?\\s*");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9]*)\\s*=\\s*([^=,;()\\v]+?)\\s*");

  public Spec {
    arguments = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  /** Reads {@code name} or {@code name(key=value, ...)}; numbers in a list are joined by colons. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Spec parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw malformed(text);
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    String list = form.group(2);
    if (list != null && !list.isBlank()) {
      for (String part : list.split(",", -1)) {
        Matcher argument = ARGUMENT.matcher(part);
        if (!argument.matches() || arguments.containsKey(argument.group(1))) {
          throw malformed(text);
        }
        arguments.put(argument.group(1), argument.group(2));
      }
    }
    return new Spec(form.group(1), arguments);
  }

  private static SpecException malformed(String text) {
    return new SpecException(
        "\""
            + text.replaceAll("\\v+", " ")
            + "\" is not of the form name or name(key=value, ...), such as ddim(eta=0.5)");
  }

  /** This choice with one argument changed or added. */
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
