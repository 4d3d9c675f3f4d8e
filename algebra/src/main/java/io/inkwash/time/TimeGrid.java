package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * The times that sampling visits.
 *
 * <p>On a discrete path a time is 1 more than the 0-based timestep of most code. It is whole unless
 * {@link Rounding#NONE} keeps what lies between.
 */
public interface TimeGrid {

  /** What the grid is called in messages: a word. */
  String name();

  /**
   * The times of a run of {@code steps} steps: {@code steps + 1} strictly falling numbers, from
   * where sampling starts to 0.
   *
   * @throws IllegalArgumentException if the path has no such grid, with the reason and the remedy
   */
  double[] times(GaussianPath path, int steps);

  /** Every timestep of a discrete path: T, T - 1, ..., 1, 0. */
  static TimeGrid all() {
    return new AllSteps();
  }

  /** Evenly spaced, the smallest time included and the noisiest left out. */
  static TimeGrid leading() {
    return new Leading(0);
  }

  /** Evenly spaced, the noisiest time included. */
  static TimeGrid trailing() {
    return new Trailing();
  }

  /** Evenly spaced, the noisiest and the smallest time both included. */
  static TimeGrid linspace() {
    return new Linspace();
  }

  /** Evenly spaced, dense near the data. */
  static TimeGrid quadratic() {
    return new Quadratic(1);
  }

  /** Karras's levels with rho = 7 over the path's own range of noise. */
  static TimeGrid karras() {
    return new Karras(7, 0, Double.POSITIVE_INFINITY);
  }

  /** Karras's levels with rho = 7 from 80 down to 0.002, as far as the path reaches: EDM's. */
  static TimeGrid edm() {
    return new Karras(7, 0.002, 80);
  }

  /** Noise levels in geometric progression, that is, times evenly spaced in log-SNR. */
  static TimeGrid logSnr() {
    return new Exponential(1);
  }

  /** A number of timesteps in each of several equal sections of a table, as "10,15,20". */
  static TimeGrid sections(String counts) {
    return Sections.parse(counts);
  }

  /** One whole stride through a table, Improved DDPM's "ddimN". */
  static TimeGrid strided() {
    return new Strided();
  }

  /** The given times, 0 added at the end if it is missing. */
  static TimeGrid custom(double... times) {
    return CustomTimes.of(times);
  }
}
