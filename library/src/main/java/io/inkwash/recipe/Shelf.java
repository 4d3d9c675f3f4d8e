package io.inkwash.recipe;

import io.inkwash.data.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The values of one kind by name.
 *
 * @param <T> the kind
 */
public final class Shelf<T> {

  /**
   * One value, or one family of values.
   *
   * @param name its name
   * @param about what it is, in one line
   * @param defaults its arguments, in order, with the paper's values
   * @param maker makes it
   */
  public record Entry<T>(
      String name, String about, Map<String, String> defaults, Function<Arguments, T> maker) {}

  private final String kind;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  Shelf(String kind) {
    this.kind = kind;
  }

  /** Adds a value that takes no arguments. */
  Shelf<T> add(String name, T value, String about) {
    return add(name, "", arguments -> value, about);
  }

  /**
   * Adds a family of values.
   *
   * @param defaults its arguments with their defaults, {@code key=value, ...}
   */
  Shelf<T> add(String name, String defaults, Function<Arguments, T> maker, String about) {
    Map<String, String> arguments = Choice.parse(name + "(" + defaults + ")").arguments();
    entries.put(name, new Entry<>(name, about, arguments, maker));
    return this;
  }

  /** What kind of value is here, such as "solver". */
  public String kind() {
    return kind;
  }

  /** All values, in the order to show them. */
  public List<Entry<T>> entries() {
    return List.copyOf(entries.values());
  }

  /** The names of all values. */
  public Collection<String> names() {
    return List.copyOf(entries.keySet());
  }

  /**
   * A choice with every argument written out.
   *
   * @throws RecipeException if there is no such name or argument
   */
  public Choice complete(Choice choice) {
    Entry<T> entry = entry(choice);
    Map<String, String> arguments = new LinkedHashMap<>(entry.defaults);
    choice
        .arguments()
        .forEach(
            (key, value) -> {
              if (!entry.defaults.containsKey(key)) {
                throw unknown(
                    kind + " " + entry.name + " has no argument", key, arguments.keySet());
              }
              arguments.put(key, value);
            });
    return new Choice(entry.name, arguments);
  }

  /**
   * Makes the value that a choice names.
   *
   * @throws RecipeException if there is no such name or argument, or a value is out of range
   */
  public T make(Choice choice) {
    Choice complete = complete(choice);
    try {
      return entry(choice).maker.apply(new Arguments(complete.name(), complete.arguments()));
    } catch (IllegalArgumentException e) {
      throw new RecipeException(kind + " " + choice + ": " + e.getMessage());
    }
  }

  private Entry<T> entry(Choice choice) {
    Entry<T> entry = entries.get(choice.name());
    if (entry == null) {
      throw unknown("there is no " + kind, choice.name(), entries.keySet());
    }
    return entry;
  }

  /** The complaint about a word that is not among those known, with the nearest one if any. */
  static RecipeException unknown(String complaint, String word, Collection<String> known) {
    List<String> sorted = new ArrayList<>(known);
    String hint =
        Names.closest(word, known)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(
                () ->
                    sorted.isEmpty()
                        ? "it has none"
                        : "there are " + sorted.stream().collect(Collectors.joining(", ")));
    return new RecipeException(complaint + " " + word + "; " + hint);
  }
}
