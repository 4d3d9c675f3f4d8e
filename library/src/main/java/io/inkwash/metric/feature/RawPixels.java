package io.inkwash.metric.feature;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageShape;
import io.inkwash.data.Sha256;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * The pixels themselves, in [0, 1], for images that no network fits. Distances between pixels
 * measure brightness and position, and hardly shape.
 *
 * @param shape the shape of the images; no other is taken
 */
public record RawPixels(ImageShape shape) implements FeatureExtractor {

  @Override
  public String name() {
    return "pixels";
  }

  @Override
  public int width() {
    return shape.size();
  }

  @Override
  public int classes() {
    return 0;
  }

  @Override
  public String resizeRule() {
    return "none, " + shape;
  }

  @Override
  public String contentHash() {
    return new Sha256().line("pixels " + shape).hex();
  }

  @Override
  public int batch() {
    return 512;
  }

  @Override
  public Activations activations(Tensor pixels) {
    long[] wanted = {shape.channels(), shape.height(), shape.width()};
    long[] given = {pixels.size(1), pixels.size(2), pixels.size(3)};
    if (!Arrays.equals(wanted, given)) {
      throw new IllegalArgumentException(
          format(
              "images of %s for raw pixels of %s; allowed: equal shapes; resize the images first",
              Arrays.toString(given), Arrays.toString(wanted)));
    }
    return new Activations(pixels.flatten(1, -1), null);
  }
}
