package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The grid of {@link SplitGibbs}: after a first way down, sweeps from data up to a noise level and
 * down again. The level falls evenly in its logarithm over the first half of the sweeps and then
 * stays.
 *
 * @param highest the first level, in pixel units
 * @param lowest the level that stays
 * @param count how many sweeps, at least 1
 */
public record Sweeps(double highest, double lowest, int count) {

  /** Checks the levels. */
  public Sweeps {
    if (!(lowest > 0 && highest >= lowest) || count < 1) {
      throw new IllegalArgumentException(
          format(
              "%d sweeps from level %s to %s; allowed: 1 or more, levels above 0 that fall",
              count, highest, lowest));
    }
  }

  /**
   * The grid with its sweeps.
   *
   * @param falling times from the noisiest to 0; each sweep takes those below its level
   */
  public double[] over(GaussianPath path, double... falling) {
    DoubleStream times = Arrays.stream(falling);
    for (int sweep = 0; sweep < count; sweep++) {
      double part = count < 3 ? 1 : Math.min(1, sweep / Math.floor(count / 2.0));
      double level = highest * Math.pow(lowest / highest, part);
      times =
          DoubleStream.concat(times, Arrays.stream(StartTime.atNoise(path, level).times(falling)));
    }
    return times.toArray();
  }
}
