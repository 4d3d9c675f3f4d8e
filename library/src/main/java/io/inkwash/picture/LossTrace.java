package io.inkwash.picture;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A loss curve made ready to be drawn: few points, a smooth line through them, and a range in which
 * the tail can be read.
 *
 * @param raw the loss; of long runs, the least and the greatest of each stretch of steps
 * @param smooth a moving average
 * @param low the lower end of the range
 * @param high the upper end of the range
 * @param logarithmic whether all heights, {@code low} and {@code high} too, are log10 of the loss
 */
record LossTrace(Line raw, Line smooth, double low, double high, boolean logarithmic) {
  /** As many points as the picture has room for. */
  private static final int STRETCHES = 500;

  /** A loss that falls by more than this factor gets a logarithmic axis. */
  private static final double LOGARITHMIC_FROM = 8;

  /** A run's first tenth is high and says little; the range is chosen for the rest. */
  private static final double HEAD = 0.1;

  /** A line through the points (x, y), x ascending. */
  @SuppressWarnings("ArrayRecordComponent") // handed from the trace to the plot, never compared
  record Line(double[] x, double[] y) {
    Line log10() {
      return new Line(x, Arrays.stream(y).map(Math::log10).toArray());
    }
  }

  /**
   * The trace of a run.
   *
   * @param steps the step of each loss
   * @param loss at least one value, all finite
   * @param recent how many losses the moving average is over: the last ones up to each step
   */
  static LossTrace of(double[] steps, double[] loss, int recent) {
    double most = quantile(sorted(loss, 0), 0.999);
    double settled = quantile(sorted(loss, HEAD), 0.5);
    boolean positive = sorted(loss, 0)[0] > 0;
    boolean logarithmic = positive && most / settled >= LOGARITHMIC_FROM;

    Line raw = thinned(steps, loss);
    Line smooth = movingAverage(steps, loss, recent);
    if (logarithmic) {
      raw = raw.log10();
      smooth = smooth.log10();
    }
    double low = quantile(sorted(raw.y(), HEAD), 0.005);
    double high =
        logarithmic ? quantile(sorted(raw.y(), 0), 1) : quantile(sorted(raw.y(), HEAD), 0.99);
    double margin = high > low ? 0.05 * (high - low) : Math.max(0.1 * Math.abs(high), 1e-3);
    return new LossTrace(raw, smooth, low - margin, high + margin, logarithmic);
  }

  /** At the end of each stretch, the mean of the last losses, or of all while there are fewer. */
  private static Line movingAverage(double[] x, double[] y, int recent) {
    int[] ends = ends(y.length);
    double[] means =
        Arrays.stream(ends)
            .mapToDouble(
                i -> Arrays.stream(y, Math.max(0, i + 1 - recent), i + 1).average().orElseThrow())
            .toArray();
    return new Line(Arrays.stream(ends).mapToDouble(i -> x[i]).toArray(), means);
  }

  private static Line thinned(double[] x, double[] y) {
    int[] kept = extremes(y);
    return new Line(
        Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
        Arrays.stream(kept).mapToDouble(i -> y[i]).toArray());
  }

  /** Where the least and the greatest value of each stretch stand; of a short run, every index. */
  private static int[] extremes(double[] y) {
    if (y.length <= 2 * STRETCHES) {
      return IntStream.range(0, y.length).toArray();
    }
    return IntStream.range(0, STRETCHES)
        .flatMap(
            k -> {
              int from = boundary(k, STRETCHES, y.length);
              int to = boundary(k + 1, STRETCHES, y.length);
              int least = from;
              int greatest = from;
              for (int i = from; i < to; i++) {
                least = y[i] < y[least] ? i : least;
                greatest = y[i] > y[greatest] ? i : greatest;
              }
              return IntStream.of(Math.min(least, greatest), Math.max(least, greatest));
            })
        .toArray();
  }

  /** The first index, and the last of each stretch. */
  private static int[] ends(int count) {
    int stretches = Math.min(STRETCHES, count);
    return IntStream.concat(
            IntStream.of(0),
            IntStream.rangeClosed(1, stretches).map(k -> boundary(k, stretches, count) - 1))
        .distinct()
        .toArray();
  }

  /** Where stretch k begins, counted from 0, when {@code count} points make so many stretches. */
  private static int boundary(int k, int stretches, int count) {
    return (int) ((long) k * count / stretches);
  }

  /** The values without the first part, in ascending order. */
  private static double[] sorted(double[] y, double without) {
    double[] sorted = Arrays.copyOfRange(y, (int) (without * y.length), y.length);
    Arrays.sort(sorted);
    return sorted;
  }

  private static double quantile(double[] sorted, double part) {
    return sorted[(int) Math.round(part * (sorted.length - 1))];
  }
}
