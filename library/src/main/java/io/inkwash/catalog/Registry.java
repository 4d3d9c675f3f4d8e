package io.inkwash.catalog;

import io.inkwash.format.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one kind, by name. A registry is open: an {@link Extension} registers values of its
 * own, and from then on every command and every recipe knows them.
 *
 * <p>Registering and looking up are safe from several threads.
 *
 * @param <T> the type of its values
 */
public final class Registry<T> {

  /**
   * One value, or one parameterized family of values.
   *
   * @param name its name
   * @param about what it is, in one line
   * @param defaults its arguments, in order, with the paper's values
   * @param maker makes the value from arguments
   */
  public record Entry<T>(
      String name, String about, Map<String, String> defaults, Function<Arguments, T> maker) {}

  private final String kind;
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  /**
   * An empty registry.
   *
   * @param kind what kind of value it holds, such as "solver": the word of messages and of {@code
   *     --set}
   */
  public Registry(String kind) {
    this.kind = kind;
  }

  /**
   * Registers a value that takes no arguments.
   *
   * @return this registry
   * @throws SpecException if the name is taken
   */
  public Registry<T> register(String name, T value, String about) {
    return register(name, "", arguments -> value, about);
  }

  /**
   * Registers a family of values.
   *
   * @param name lower-case words with dashes
   * @param defaults its arguments with their defaults, {@code key=value, ...}
   * @param maker makes a value; throws IllegalArgumentException for an argument out of range
   * @param about what it is, in one line
   * @return this registry
   * @throws SpecException if the name is taken
   */
  public Registry<T> register(
      String name, String defaults, Function<Arguments, T> maker, String about) {
    Map<String, String> arguments = Spec.parse(name + "(" + defaults + ")").arguments();
    synchronized (entries) {
      if (entries.putIfAbsent(name, new Entry<>(name, about, arguments, maker)) != null) {
        throw new SpecException(
            kind + " " + name + " is registered already; register yours under another name");
      }
    }
    return this;
  }

  /** What kind of value is here, such as "solver". */
  public String kind() {
    return kind;
  }

  /** All values, in the order to show them. */
  public List<Entry<T>> entries() {
    Extension.load();
    synchronized (entries) {
      return List.copyOf(entries.values());
    }
  }

  /** The names of all values. */
  public List<String> names() {
    return entries().stream().map(Entry::name).toList();
  }

  /**
   * A spec with every argument written out.
   *
   * @throws SpecException if there is no such name or argument
   */
  public Spec complete(Spec spec) {
    Entry<T> entry = entry(spec);
    Map<String, String> arguments = new LinkedHashMap<>(entry.defaults);
    spec.arguments()
        .forEach(
            (key, value) -> {
              if (!entry.defaults.containsKey(key)) {
                throw unknown(
                    kind + " " + entry.name + " has no argument", key, arguments.keySet());
              }
              arguments.put(key, value);
            });
    return new Spec(entry.name, arguments);
  }

  /**
   * Makes the value that a spec names.
   *
   * @throws SpecException if there is no such name or argument, or a value is out of range
   */
  public T make(Spec spec) {
    Spec complete = complete(spec);
    try {
      return entry(spec).maker.apply(new Arguments(complete.name(), complete.arguments()));
    } catch (IllegalArgumentException e) {
      throw new SpecException(kind + " " + spec + ": " + e.getMessage());
    }
  }

  private Entry<T> entry(Spec spec) {
    Entry<T> entry = registered(spec.name());
    if (entry == null) {
      Extension.load(); // only when needed, so that a built-in value may be looked up at any time
      entry = registered(spec.name());
    }
    if (entry == null) {
      throw unknown("there is no " + kind, spec.name(), names());
    }
    return entry;
  }

  private @Nullable Entry<T> registered(String name) {
    synchronized (entries) {
      return entries.get(name);
    }
  }

  /**
   * The error for a word that is not among those known, with the nearest one if any.
   *
   * @param complaint what there is none of, such as "there is no solver"
   */
  public static SpecException unknown(String complaint, String word, Collection<String> known) {
    String hint =
        Names.closest(word, known)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(
                () -> known.isEmpty() ? "it has none" : "allowed: " + String.join(", ", known));
    return new SpecException(complaint + " " + word + "; " + hint);
  }
}
