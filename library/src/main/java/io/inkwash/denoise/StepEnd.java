package io.inkwash.denoise;

import java.util.OptionalDouble;

/**
 * The time to which one straight step is to lead from the estimates of a span of work on this
 * thread, for networks that predict the mean velocity of an interval. Guidance, thresholds and
 * counters between the solver and the network need not know of it.
 *
 * <pre>{@code
 * try (StepEnd end = StepEnd.at(s)) {
 *   estimate = denoiser.denoise(x, t);
 * }
 * }</pre>
 */
public final class StepEnd implements AutoCloseable {
  private static final ThreadLocal<OptionalDouble> CURRENT =
      ThreadLocal.withInitial(OptionalDouble::empty);

  private final OptionalDouble before = CURRENT.get();

  private StepEnd(double time) {
    CURRENT.set(OptionalDouble.of(time));
  }

  /**
   * The end of the step until the result is closed.
   *
   * @param time below the time of the estimates, 0 or more
   */
  public static StepEnd at(double time) {
    return new StepEnd(time);
  }

  /** The end of a step from a time: that time itself, an interval of no length, if none is set. */
  static double from(double t) {
    return CURRENT.get().orElse(t);
  }

  @Override
  public void close() {
    CURRENT.set(before);
  }
}
