package io.inkwash.metric;

import java.util.Arrays;

/**
 * Mean and standard deviation of some numbers.
 *
 * @param deviation with the number of them in the denominator, as NumPy has it
 */
public record MeanAndDeviation(double mean, double deviation) {

  /** Of some numbers; NaN of none. */
  public static MeanAndDeviation of(double[] values) {
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double square =
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(Double.NaN);
    return new MeanAndDeviation(mean, Math.sqrt(square));
  }
}
