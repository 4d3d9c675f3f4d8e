package io.inkwash.request;

import static io.inkwash.format.Text.format;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs that differ in some settings, in the seed, or in both: one for each combination of their
 * values. Each has a folder of its own that says what it is: {@code rate-1e-3_batch-64/seed-0}.
 *
 * @param folder that holds all of them
 * @param axes the settings and their values; empty for one combination
 * @param seeds at least one
 */
public record RunGrid(Path folder, List<Axis> axes, List<Long> seeds) {
  private static final int LONGEST_NAME = 100;

  /**
   * A setting with all the values that it takes.
   *
   * @param key as of a recipe's settings
   * @param values at least one, each once
   */
  public record Axis(String key, List<String> values) {
    public Axis {
      values = List.copyOf(values);
      requireDistinct(key, values);
    }

    /**
     * Reads the values of a setting, which colons part: {@code 1e-3:2e-4}. Colons in parentheses
     * part nothing, and parentheses around a whole value are taken off: {@code (1:2):(1:2:4)}.
     */
    public static Axis parse(String key, String values) {
      return new Axis(key, Spec.parts(values, ':').stream().map(Axis::bare).toList());
    }

    private static String bare(String value) {
      return value.startsWith("(") && value.endsWith(")")
          ? value.substring(1, value.length() - 1)
          : value;
    }
  }

  /**
   * One run of the grid.
   *
   * @param folder of the run
   * @param settings its value on each axis
   * @param seed of all its randomness
   */
  public record Member(Path folder, Map<String, String> settings, long seed) {}

  /**
   * Refuses grids that have a run twice, or none.
   *
   * @throws SpecException with the value that is there twice
   */
  public RunGrid {
    axes = List.copyOf(axes);
    seeds = List.copyOf(seeds);
    requireDistinct("seed", seeds);
  }

  private static void requireDistinct(String key, List<?> values) {
    if (values.isEmpty()) {
      throw new SpecException(key + " has no values; allowed: one or more");
    }
    if (new LinkedHashSet<>(values).size() < values.size()) {
      String all = values.stream().map(String::valueOf).collect(Collectors.joining(":"));
      throw new SpecException(key + " is " + all + "; allowed: each value once");
    }
  }

  /** All runs: the last axis changes first, the seed before it. */
  public List<Member> members() {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (Axis axis : axes) {
      combinations =
          combinations.stream()
              .flatMap(some -> axis.values.stream().map(value -> with(some, axis.key, value)))
              .toList();
    }
    List<Member> members = new ArrayList<>();
    for (Map<String, String> settings : combinations) {
      Path own = settings.isEmpty() ? folder : folder.resolve(name(settings));
      for (long seed : seeds) {
        Path run = seeds.size() > 1 || axes.isEmpty() ? own.resolve("seed-" + seed) : own;
        members.add(new Member(run, settings, seed));
      }
    }
    return members;
  }

  private static Map<String, String> with(Map<String, String> some, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(some);
    more.put(key, value);
    return more;
  }

  /** A folder's name for some settings; where they do not fit into one, a part and a hash. */
  private static String name(Map<String, String> settings) {
    String words =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "-" + setting.getValue())
            .collect(Collectors.joining("_"));
    String plain = words.replaceAll("[^A-Za-z0-9.+_-]+", "-");
    if (plain.equals(words) && plain.length() <= LONGEST_NAME) {
      return plain;
    }
    String part = plain.substring(0, Math.min(LONGEST_NAME, plain.length()));
    return format("%s-%08x", part.replaceAll("-+$", ""), words.hashCode());
  }
}
