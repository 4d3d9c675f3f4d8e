package io.inkwash.restore.degradation;

import io.inkwash.torch.Tensors;

/**
 * One half of an image is missing, or its middle. To restore is to complete.
 *
 * @param missing which part
 */
public record MissingHalf(Part missing) implements Degradation {

  /** A part of an image of H x W pixels. */
  public enum Part {
    /** The columns left of the middle. */
    LEFT(Span.ALL, Span.FIRST),
    /** The columns right of the middle. */
    RIGHT(Span.ALL, Span.LAST),
    /** The rows above the middle. */
    TOP(Span.FIRST, Span.ALL),
    /** The rows below the middle. */
    BOTTOM(Span.LAST, Span.ALL),
    /** The middle half of the rows and of the columns: a quarter of the pixels. */
    CENTER(Span.MIDDLE, Span.MIDDLE);

    private final Span rows;
    private final Span columns;

    Part(Span rows, Span columns) {
      this.rows = rows;
      this.columns = columns;
    }
  }

  /** Some of the indices of a line: all, or half of them, rounded down. */
  private enum Span {
    ALL,
    FIRST,
    MIDDLE,
    LAST;

    private boolean holds(int index, int length) {
      int half = length / 2;
      int from =
          switch (this) {
            case ALL, FIRST -> 0;
            case MIDDLE -> (length - half) / 2;
            case LAST -> length - half;
          };
      return this == ALL || (from <= index && index < from + half);
    }
  }

  @Override
  public String task() {
    return "complete";
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    int rows = Math.toIntExact(height);
    int columns = Math.toIntExact(width);
    double[] known = new double[rows * columns];
    for (int i = 0; i < known.length; i++) {
      boolean lost =
          missing.rows.holds(i / columns, rows) && missing.columns.holds(i % columns, columns);
      known[i] = lost ? 0 : 1;
    }
    return new Masked(Tensors.of(known, rows, columns)).on(channels, height, width);
  }
}
