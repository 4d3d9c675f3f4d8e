package io.inkwash.evaluate;

import java.util.List;
import java.util.stream.Stream;

/**
 * The results of an evaluation: numbers, and pictures that show what a number means.
 *
 * @param numbers in the order to show them
 * @param figures often none
 */
public record Findings(List<Finding> numbers, List<Figure> figures) {

  /** No results. */
  public static final Findings NONE = of();

  public Findings {
    numbers = List.copyOf(numbers);
    figures = List.copyOf(figures);
  }

  /** Numbers without pictures. */
  public static Findings of(Finding... numbers) {
    return new Findings(List.of(numbers), List.of());
  }

  /** These, then those. */
  public Findings and(Findings more) {
    return new Findings(joined(numbers, more.numbers), joined(figures, more.figures));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
