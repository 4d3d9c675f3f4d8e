package io.inkwash.restore.degradation;

import io.inkwash.data.open.SingleImage;
import java.nio.file.Path;

/**
 * Pixels are missing where a picture is white; black ones are known. To restore is to inpaint.
 *
 * @param file a picture of the images' size
 */
public record MaskFile(Path file) implements Degradation {

  @Override
  public String task() {
    return "inpaint";
  }

  /** Reads the file; see {@link Degradation#on}. */
  @Override
  public LinearOperator on(long channels, long height, long width) {
    SingleImage image = SingleImage.read(file).inChannels(1);
    return new MaskImage(image.pixels(), image.shape().height(), image.shape().width())
        .on("mask " + file, channels, height, width);
  }
}
