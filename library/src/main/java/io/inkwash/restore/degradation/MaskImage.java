package io.inkwash.restore.degradation;

import io.inkwash.torch.Tensors;
import java.util.Arrays;

/**
 * Pixels are missing where a gray picture is white; black ones are known. To restore is to inpaint.
 *
 * @param pixels gray, row by row
 * @param height of the picture
 * @param width of the picture
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record MaskImage(byte[] pixels, int height, int width) implements Degradation {
  private static final int WHITE = 128; // from here on a pixel counts as white

  @Override
  public String task() {
    return "inpaint";
  }

  @Override
  public LinearOperator on(long channels, long imageHeight, long imageWidth) {
    return on("mask", channels, imageHeight, imageWidth);
  }

  /** The operator; errors call the mask by a name. */
  LinearOperator on(String name, long channels, long imageHeight, long imageWidth) {
    double[] known = new double[pixels.length];
    for (int i = 0; i < known.length; i++) {
      known[i] = (pixels[i] & 0xff) < WHITE ? 1 : 0;
    }
    double sum = Arrays.stream(known).sum();
    if (sum == known.length) {
      throw new IllegalArgumentException(
          name + " has nothing to fill: no pixel is white; paint white what is lost");
    }
    if (sum == 0) {
      throw new IllegalArgumentException(
          name + " hides everything: all is white; leave black what is known");
    }
    return new Masked(Tensors.of(known, height, width)).on(channels, imageHeight, imageWidth);
  }
}
