package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import java.util.ArrayList;
import java.util.List;

/**
 * RePaint's grid: a falling one that jumps back up after every few steps (Lugmayr et al. 2022,
 * arXiv 2201.09865, section 4.2 and the schedule of the authors' code).
 *
 * @param length how many steps a jump goes up, at least 1: 10 as published
 * @param passes how often each stretch is stepped down, at least 1: 10 as published
 */
public record Jumps(int length, int passes) {

  /** Checks the counts. */
  public Jumps {
    if (length < 1 || passes < 1) {
      throw new IllegalArgumentException(
          format("jumps of %d steps, %d passes; allowed: 1 or more each", length, passes));
    }
  }

  /** Jumps as published. */
  public static Jumps published() {
    return new Jumps(10, 10);
  }

  /**
   * The grid with its jumps, each a single step up. They start at the least time above 0 and at
   * every {@code length}-th time above that, as far as there is room.
   *
   * @param falling times from the noisiest to 0
   */
  public double[] over(double... falling) {
    int least = falling.length - 2; // the last but one: no jump starts on data
    int[] left = new int[falling.length];
    for (int from = least; from - length >= 0; from -= length) {
      left[from] = passes - 1;
    }
    List<Double> times = new ArrayList<>();
    times.add(falling[0]);
    int at = 0;
    while (at < falling.length - 1) {
      at = left[at]-- > 0 ? at - length : at + 1;
      times.add(falling[at]);
    }
    return times.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
