package io.inkwash.metric;

import java.util.OptionalDouble;

/**
 * One number of a report.
 *
 * @param name lower-case words with dashes
 * @param value the number
 * @param error what it is uncertain by; the metric's class says in which sense
 * @param better where good models are
 */
public record Score(String name, double value, OptionalDouble error, Better better) {

  /** Which way is better. */
  public enum Better {
    LOWER,
    HIGHER
  }

  static Score of(String name, double value, Better better) {
    return new Score(name, value, OptionalDouble.empty(), better);
  }

  static Score of(String name, double value, double error, Better better) {
    return new Score(name, value, OptionalDouble.of(error), better);
  }
}
