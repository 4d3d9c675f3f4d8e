package io.inkwash.metric;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A row of sums of products in twice the precision of a double, so that the order of the summands
 * does not matter to any digit that is read (Ogita, Rump and Oishi 2005, "Accurate sum and dot
 * product", algorithm 5.3).
 */
final class CompensatedSums {
  private final double[] high;
  private final double[] low; // what rounding took from high

  /** So many sums of nothing. */
  CompensatedSums(int count) {
    high = new double[count];
    low = new double[count];
  }

  /** Adds {@code factor * values[i]}, without rounding of the product, to sum i. */
  void add(double factor, double[] values) {
    for (int i = 0; i < high.length; i++) {
      double product = factor * values[i];
      double rest = Math.fma(factor, values[i], -product);
      double sum = high[i] + product;
      double part = sum - high[i];
      low[i] += high[i] - (sum - part) + (product - part) + rest;
      high[i] = sum;
    }
  }

  /** Adds the sums of other summands. */
  void merge(CompensatedSums other) {
    add(1, other.high);
    for (int i = 0; i < low.length; i++) {
      low[i] += other.low[i];
    }
  }

  /** Sum i, rounded to a double. */
  double value(int i) {
    return high[i] + low[i];
  }

  /** What {@link #value} leaves out of sum i. */
  double rest(int i) {
    return low[i] - (value(i) - high[i]);
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < high.length; i++) {
      out.writeDouble(high[i]);
      out.writeDouble(low[i]);
    }
  }

  /** Replaces the sums by those that were written. */
  void read(DataInput in) throws IOException {
    for (int i = 0; i < high.length; i++) {
      high[i] = in.readDouble();
      low[i] = in.readDouble();
    }
  }
}
