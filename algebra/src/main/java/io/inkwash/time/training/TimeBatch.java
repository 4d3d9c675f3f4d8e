package io.inkwash.time.training;

import java.util.Arrays;

/**
 * Training times of one batch.
 *
 * @param t one time an example
 * @param importance one weight an example: the loss times it is an unbiased estimate of the loss at
 *     a uniform time (1 where the sampler's distribution is itself what one wants to train on)
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to a tensor, never compared
public record TimeBatch(double[] t, double[] importance) {

  /** Times whose distribution is the one to train on. */
  public static TimeBatch of(double[] t) {
    double[] ones = new double[t.length];
    Arrays.fill(ones, 1);
    return new TimeBatch(t, ones);
  }
}
