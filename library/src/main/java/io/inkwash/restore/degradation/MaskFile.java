package io.inkwash.restore.degradation;

import io.inkwash.data.open.SingleImage;
import io.inkwash.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Pixels are missing where a picture is white; black ones are known. To restore is to inpaint.
 *
 * @param file a picture of the images' size
 */
public record MaskFile(Path file) implements Degradation {
  private static final int WHITE = 128; // from here on a pixel counts as white

  @Override
  public String task() {
    return "inpaint";
  }

  /** Reads the file; see {@link Degradation#on}. */
  @Override
  public LinearOperator on(long channels, long height, long width) {
    SingleImage image = SingleImage.read(file).inChannels(1);
    double[] known = new double[image.pixels().length];
    for (int i = 0; i < known.length; i++) {
      known[i] = (image.pixels()[i] & 0xff) < WHITE ? 1 : 0;
    }
    double sum = Arrays.stream(known).sum();
    if (sum == known.length) {
      throw new IllegalArgumentException(
          "mask " + file + " has nothing to fill: no pixel is white; paint white what is lost");
    }
    if (sum == 0) {
      throw new IllegalArgumentException(
          "mask " + file + " hides everything: all is white; leave black what is known");
    }
    Tensor mask = Tensors.of(known, image.shape().height(), image.shape().width());
    return new Masked(mask).on(channels, height, width);
  }
}
