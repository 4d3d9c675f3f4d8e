package io.inkwash.time.training;

/** A {@link TimeSampler} at work in one training on one path, with what it has learned there. */
@FunctionalInterface
public interface TimeSamplerState {

  /**
   * One time for each of the uniform numbers, in their order.
   *
   * @throws IllegalArgumentException if a number is not in [0, 1)
   */
  TimeBatch sample(double[] uniforms);

  /**
   * Receives the losses of a batch. Most samplers ignore them.
   *
   * @param t the times, one for each example
   * @param loss their losses, without importance
   */
  default void observe(double[] t, double[] loss) {}

  /** What a checkpoint needs so that training goes on as if never stopped: empty for most. */
  default double[] values() {
    return new double[0];
  }

  /**
   * Takes back what {@link #values} gave.
   *
   * @throws IllegalArgumentException if the numbers are not of this sampler
   */
  default void restore(double[] values) {
    if (values.length != 0) {
      throw new IllegalArgumentException(
          "a time sampler without state is given "
              + values.length
              + " numbers; restore with the sampler that saved them");
    }
  }
}
