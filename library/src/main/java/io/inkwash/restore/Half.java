package io.inkwash.restore;

import io.inkwash.torch.Tensors;

/**
 * One half of an image is missing, or its middle. To restore is to complete.
 *
 * @param missing which part
 */
public record Half(Part missing) implements Degradation {

  /** A part of an image of H x W pixels. */
  public enum Part {
    /** The columns left of the middle. */
    LEFT {
      @Override
      boolean holds(int y, int x, int height, int width) {
        return x < width / 2;
      }
    },
    /** The columns right of the middle. */
    RIGHT {
      @Override
      boolean holds(int y, int x, int height, int width) {
        return x >= width - width / 2;
      }
    },
    /** The rows above the middle. */
    TOP {
      @Override
      boolean holds(int y, int x, int height, int width) {
        return y < height / 2;
      }
    },
    /** The rows below the middle. */
    BOTTOM {
      @Override
      boolean holds(int y, int x, int height, int width) {
        return y >= height - height / 2;
      }
    },
    /** The middle half of the rows and of the columns: a quarter of the pixels. */
    CENTRE {
      @Override
      boolean holds(int y, int x, int height, int width) {
        return inside(y, height) && inside(x, width);
      }
    };

    abstract boolean holds(int y, int x, int height, int width);

    private static boolean inside(int place, int length) {
      int margin = (length - length / 2) / 2;
      return place >= margin && place < margin + length / 2;
    }
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    int rows = Math.toIntExact(height);
    int columns = Math.toIntExact(width);
    double[] known = new double[rows * columns];
    for (int i = 0; i < known.length; i++) {
      known[i] = missing.holds(i / columns, i % columns, rows, columns) ? 0 : 1;
    }
    return new Masked(Tensors.of(known, rows, columns)).on(channels, height, width);
  }
}
