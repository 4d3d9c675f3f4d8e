package io.inkwash.catalog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A choice's arguments, complete, read as what they are. */
public final class Arguments {
  private final String owner;
  private final Map<String, String> values;

  Arguments(String owner, Map<String, String> values) {
    this.owner = owner;
    this.values = values;
  }

  /** A real number. */
  public double number(String key) {
    try {
      return Double.parseDouble(text(key));
    } catch (NumberFormatException e) {
      throw bad(key, "a number");
    }
  }

  /** A whole number. */
  public int integer(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException e) {
      throw bad(key, "a whole number");
    }
  }

  /** Several whole numbers, written with colons between: {@code 10:15:20}. */
  public int[] integers(String key) {
    try {
      return Arrays.stream(text(key).split(":", -1)).mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw bad(key, "whole numbers with colons between, such as 10:15:20");
    }
  }

  /** Several real numbers, written with colons between. */
  public double[] numbers(String key) {
    try {
      return Arrays.stream(text(key).split(":", -1)).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw bad(key, "numbers with colons between, such as 900:500:100:0");
    }
  }

  /** One of an enum's constants, in lower case with dashes. */
  public <E extends Enum<E>> E word(String key, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text(key))) {
        return constant;
      }
    }
    throw bad(
        key,
        Arrays.stream(type.getEnumConstants())
            .map(Arguments::word)
            .collect(Collectors.joining(" or ")));
  }

  /** A file. */
  public Path path(String key) {
    try {
      return Path.of(text(key));
    } catch (InvalidPathException e) {
      throw bad(key, "a file's name");
    }
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(key, "true or false");
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * A value of another registry, to which some of these arguments are passed on.
   *
   * @param name the value
   * @param keys arguments that both have
   */
  public Spec passedTo(String name, String... keys) {
    Map<String, String> passed = new LinkedHashMap<>();
    for (String key : keys) {
      passed.put(key, text(key));
    }
    return new Spec(name, passed);
  }

  /** A word as it stands. */
  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalStateException(owner + " has no argument " + key);
    }
    return value;
  }

  private SpecException bad(String key, String wanted) {
    return new SpecException(owner + "'s " + key + " is " + text(key) + "; allowed: " + wanted);
  }
}
