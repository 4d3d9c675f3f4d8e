package io.inkwash.exchange;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How the names and shapes of weights differ from those of a network. */
record Differences(List<String> layers) {
  private static final int SHOWN = 3;

  /**
   * Compares.
   *
   * @param have shapes of the weights by name
   * @param want shapes of the network by name
   */
  static Differences between(Map<String, long[]> have, Map<String, long[]> want) {
    List<String[]> found = new ArrayList<>(); // name, words
    want.forEach(
        (name, shape) -> {
          long[] other = have.get(name);
          if (other == null) {
            found.add(new String[] {name, name + " is missing"});
          } else if (!Arrays.equals(shape, other)) {
            found.add(
                new String[] {name, format("%s is %s, not %s", name, text(other), text(shape))});
          }
        });
    for (String name : have.keySet()) {
      if (!want.containsKey(name)) {
        found.add(new String[] {name, name + " is unknown"});
      }
    }
    return new Differences(
        found.stream()
            .sorted(Comparator.comparingInt((String[] each) -> each[0].length()))
            .map(each -> each[1])
            .toList());
  }

  private static String text(long[] shape) {
    return Arrays.toString(shape).replace(" ", "");
  }

  /** Whether there are none. */
  boolean none() {
    return layers.isEmpty();
  }

  /** The layers of the shortest names, and how many there are. */
  @Override
  public String toString() {
    String first = String.join(", ", layers.subList(0, Math.min(SHOWN, layers.size())));
    return layers.size() > SHOWN ? first + format(", and %d more", layers.size() - SHOWN) : first;
  }
}
