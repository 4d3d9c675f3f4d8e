package io.inkwash.data;

import io.inkwash.format.Names;
import io.inkwash.format.Quote;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names of classes, in the order of their indices, and what a person may write for them: a
 * name, or an index counted from 0. Where the names themselves are numbers, a number is a name.
 *
 * @param names the name of class 0, of class 1, ...; empty for no classes
 */
public record ClassNames(List<String> names) {

  private static final int SHOWN = 20;

  public ClassNames {
    names = List.copyOf(names);
  }

  /** Classes that have no names but their numbers: {@code 0}, {@code 1}, ... */
  public static ClassNames numbered(int count) {
    return new ClassNames(IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  /** Clusters, which nobody has named: {@code cluster-0}, {@code cluster-1}, ... */
  public static ClassNames clusters(int count) {
    return new ClassNames(IntStream.range(0, count).mapToObj(k -> "cluster-" + k).toList());
  }

  /**
   * The classes that words name, with colons between: {@code cow:dog}, {@code 3:5}.
   *
   * @throws IllegalArgumentException if there is no such class; it names the nearest one and all
   */
  public List<Integer> indices(String words) {
    return Arrays.stream(words.split(":", -1)).map(this::index).toList();
  }

  /**
   * The class that a word names.
   *
   * @throws IllegalArgumentException if there is no such class; it names the nearest one and all
   */
  public int index(String word) {
    int named = names.indexOf(word);
    if (named >= 0) {
      return named;
    }
    if (!areNumbers(names) && isNumber(word) && Long.parseLong(word) < names.size()) {
      return Integer.parseInt(word);
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "class " + Quote.of(word) + " of a model without classes; train one with --conditional");
    }
    throw new IllegalArgumentException("there is no class " + Quote.of(word) + "; " + hint(word));
  }

  private String hint(String word) {
    String nearest =
        Names.closest(word, names)
            .map(near -> "did you mean " + Quote.line(near) + "? ")
            .orElse("");
    return nearest + "there are " + this;
  }

  /** Whether all are whole numbers, 0 or more. */
  public static boolean areNumbers(Collection<String> names) {
    return !names.isEmpty() && names.stream().allMatch(ClassNames::isNumber);
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty()
        && word.length() <= 18
        && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** The names with their indices, {@code 0 cow, 1 dog}, or alone where they are numbers. */
  @Override
  public String toString() {
    boolean alone = areNumbers(names);
    String shown =
        IntStream.range(0, Math.min(SHOWN, names.size()))
            .mapToObj(i -> alone ? names.get(i) : i + " " + names.get(i))
            .collect(Collectors.joining(", "));
    int more = names.size() - SHOWN;
    return Quote.line(shown) + (more > 0 ? " and " + more + " more" : "");
  }
}
