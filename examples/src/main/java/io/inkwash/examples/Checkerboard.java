package io.inkwash.examples;

import static io.inkwash.format.Text.format;

import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.restore.degradation.Masked;
import io.inkwash.torch.Tensors;

/**
 * Lost are the dark squares of a checkerboard, of which the top left one is the first.
 *
 * @param side of a square in pixels, 1 or more
 */
public record Checkerboard(int side) implements Degradation {

  /** Checks the side. */
  public Checkerboard {
    if (side < 1) {
      throw new IllegalArgumentException("side is " + side + "; allowed: 1 or more");
    }
  }

  @Override
  public LinearOperator on(long channels, long height, long width) {
    if (side >= height && side >= width) {
      throw new IllegalArgumentException(
          format(
              "squares of side %d on images of %dx%d; allowed: smaller ones", side, width, height));
    }
    double[] known = new double[Math.toIntExact(height * width)];
    for (int i = 0; i < known.length; i++) {
      long row = i / width / side;
      long column = i % width / side;
      known[i] = (row + column) % 2;
    }
    return new Masked(Tensors.of(known, height, width));
  }

  /** The command inpaint accepts it. */
  @Override
  public String task() {
    return "inpaint";
  }
}
