package io.inkwash.evaluate.compare;

import static io.inkwash.format.Text.format;

import io.inkwash.evaluate.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs that differ in nothing but their seed, as one: numbers of several are their mean and, as its
 * error, their standard deviation, with one less than their number in the denominator.
 *
 * @param members at least one
 */
record SeedGroup<T>(List<T> members) {

  /**
   * Groups some runs, in the order of their first members. Runs of an unknown seed, and those that
   * have one seed twice, stay by themselves.
   *
   * @param seed of a run; null where it is unknown
   * @param rest all that members of a group have in common
   */
  static <T> List<SeedGroup<T>> of(
      List<T> runs, Function<T, @Nullable Long> seed, Function<T, Object> rest) {
    Map<Object, List<T>> alike = new LinkedHashMap<>();
    runs.forEach(
        run ->
            alike
                .computeIfAbsent(
                    seed.apply(run) == null ? run : rest.apply(run), key -> new ArrayList<>())
                .add(run));
    List<SeedGroup<T>> groups = new ArrayList<>();
    for (List<T> members : alike.values()) {
      if (members.stream().map(seed).distinct().count() == members.size()) {
        groups.add(new SeedGroup<>(List.copyOf(members)));
      } else {
        members.forEach(one -> groups.add(new SeedGroup<>(List.of(one))));
      }
    }
    return groups;
  }

  T first() {
    return members.get(0);
  }

  boolean isOne() {
    return members.size() == 1;
  }

  /** The mean of a number. */
  double mean(ToDoubleFunction<T> number) {
    return members.stream().mapToDouble(number).average().orElseThrow();
  }

  /** The standard deviation of a number of two or more members. */
  private double deviation(ToDoubleFunction<T> number) {
    double mean = mean(number);
    double squares = members.stream().mapToDouble(number).map(x -> (x - mean) * (x - mean)).sum();
    return Math.sqrt(squares / (members.size() - 1));
  }

  /** Mean and deviation, as {@code 12.34 ± 0.56}. */
  String words(ToDoubleFunction<T> number) {
    return Numbers.of(mean(number), isOne() ? null : Double.valueOf(deviation(number)));
  }

  /** The folder that holds all members, with their number; or the one member's own. */
  String folder(Function<T, String> run, RunNames names) {
    if (isOne()) {
      return names.of(run.apply(first()));
    }
    List<String> parents =
        members.stream()
            .map(run)
            .map(RunNames::parent)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return parents.size() == 1
        ? format("%s (%d seeds)", names.of(parents.get(0)), members.size())
        : members.stream().map(run).map(names::of).collect(Collectors.joining(", "));
  }
}
