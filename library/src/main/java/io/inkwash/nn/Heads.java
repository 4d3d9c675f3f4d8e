package io.inkwash.nn;

import static io.inkwash.format.Text.format;

/**
 * How the channels of an attention block are shared among its heads. Either the number of heads is
 * fixed or the width of each; the other one is 0.
 *
 * @param count heads in every block, or 0
 * @param width channels of every head, or 0
 * @param order how queries, keys and values lie in the channels of their projection
 */
public record Heads(int count, int width, Order order) {

  /** The order of the 3C channels that hold queries, keys and values. */
  public enum Order {
    /** Head by head: its queries, its keys, its values. What published weights use. */
    LEGACY,
    /** All heads' queries, then all keys, then all values. */
    NEW
  }

  /** Checks that one of the two is given. */
  public Heads {
    if (count < 0 || width < 0 || (count == 0) == (width == 0)) {
      throw new IllegalArgumentException(
          format(
              "attention with heads %d and head width %d; allowed: one of them positive, the other 0",
              count, width));
    }
  }

  /** So many heads a block. */
  public static Heads of(int count) {
    return new Heads(count, 0, Order.LEGACY);
  }

  /** Heads of so many channels. */
  public static Heads ofWidth(int width) {
    return new Heads(0, width, Order.LEGACY);
  }

  /**
   * Checks that a block's channels can be shared out evenly.
   *
   * @throws IllegalArgumentException if not
   */
  void check(int channels) {
    int divisor = count == 0 ? width : count;
    if (channels % divisor != 0) {
      throw new IllegalArgumentException(
          count == 0
              ? format(
                  "%d channels do not split into heads of width %d; allowed: a divisor, such as 32",
                  channels, width)
              : format(
                  "%d channels do not split into %d heads; allowed: a divisor, such as 4",
                  channels, count));
    }
  }

  /** The number of heads in a block of so many channels. */
  public int in(int channels) {
    check(channels);
    return count == 0 ? channels / width : count;
  }
}
