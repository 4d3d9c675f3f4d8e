package io.inkwash.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the arguments of a registered value may be, for forms and lists. A range stands once, in the
 * check that refuses everything else: here each argument is given what no range holds, and the
 * refusal states what is allowed.
 */
public final class AllowedValues {
  /** Of no type, no number, and below every range. Large numbers would be tables to be made. */
  private static final List<String> OUTSIDE = List.of("?", "NaN", "-2000000000");

  private static final Pattern REFUSAL = Pattern.compile("\\b(?:allowed|need):? ([^;]+)");

  /** What reads a file is not tried. */
  private static final String FILE = "file";

  /** Says nothing that a form does not show. */
  private static final String ANY = "a number";

  private AllowedValues() {}

  /**
   * The ranges of a value's arguments in words, such as {@code 0 or more}, by argument. Arguments
   * that take every number, and values that read files, are left out.
   */
  public static <T> Map<String, String> of(Registry<T> registry, Registry.Entry<T> entry) {
    Map<String, String> allowed = new LinkedHashMap<>();
    if (!entry.defaults().containsKey(FILE)) {
      for (String argument : entry.defaults().keySet()) {
        OUTSIDE.stream()
            .flatMap(value -> refusal(registry, entry, argument, value).stream())
            .reduce((type, range) -> range)
            .filter(words -> !words.equals(ANY))
            .ifPresent(words -> allowed.put(argument, words));
      }
    }
    return allowed;
  }

  private static <T> Optional<String> refusal(
      Registry<T> registry, Registry.Entry<T> entry, String argument, String value) {
    try {
      registry.make(new Spec(entry.name(), entry.defaults()).with(argument, value));
      return Optional.empty();
    } catch (SpecException refused) {
      Matcher words = REFUSAL.matcher(String.valueOf(refused.getMessage()));
      return words.find() ? Optional.of(words.group(1).strip()) : Optional.empty();
    }
  }
}
