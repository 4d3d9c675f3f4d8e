package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.feature.FeatureMatrix;

/**
 * Mean and covariance of a set of features, all that {@link FrechetDistance} needs of it.
 *
 * @param count the number of images, N, at least 2
 * @param mean [D]
 * @param covariance [D,D] row by row, symmetric, with N - 1 in the denominator; its rank is at most
 *     N - 1
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Moments(long count, double[] mean, double[] covariance) {

  /** Refuses counts below 2 and arrays that do not fit each other. */
  public Moments {
    if (count < 2) {
      throw new IllegalArgumentException(
          count + " images have no covariance; allowed: 2 or more, thousands to say anything");
    }
    if ((long) mean.length * mean.length != covariance.length) {
      throw new IllegalArgumentException(
          format(
              "%s means and %s covariances; allowed: as many covariances as means squared",
              mean.length, covariance.length));
    }
  }

  /** The number of features, D. */
  public int width() {
    return mean.length;
  }

  /** The moments of a matrix's rows. */
  public static Moments of(FeatureMatrix matrix) {
    RunningMoments running = new RunningMoments(matrix.width());
    running.add(matrix);
    return running.moments();
  }
}
