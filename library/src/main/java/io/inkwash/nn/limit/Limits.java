package io.inkwash.nn.limit;

import static io.inkwash.format.Text.format;

import java.util.List;

/**
 * Checks of a network's sizes.
 *
 * @param owner whose they are, as messages say it: "AdmUNet's"
 */
public record Limits(String owner) {

  /** The checks of a network. */
  public static Limits of(String owner) {
    return new Limits(owner);
  }

  /**
   * Requires something of a size.
   *
   * @param allowed what would be right, and perhaps an example
   * @throws IllegalArgumentException if it does not hold
   */
  public void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          format("%s %s is %s; allowed: %s", owner, name, value, allowed));
    }
  }

  /**
   * Requires that attention looks at pictures of sizes that there are: 1, 2, 4, ... times smaller.
   */
  public void attention(List<Integer> rates, int levels) {
    int deepest = 1 << (levels - 1);
    for (int rate : rates) {
      require(
          rate >= 1 && rate <= deepest && Integer.bitCount(rate) == 1,
          "attention",
          rate,
          "powers of two up to " + deepest);
    }
  }

  /** Requires a share of dropped values in [0, 1). */
  public void dropout(double share) {
    require(share >= 0 && share < 1, "dropout", share, "0 up to but not 1, such as 0.1");
  }
}
