package io.inkwash.metric.feature;

import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSource;
import io.inkwash.data.Luma;
import io.inkwash.data.PixelRange;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Images of a source as numbers in [0, 1], and the changes that networks need. */
public final class Pixels {
  private Pixels() {}

  /** Some images of a source, one a row, in [0, 1]. */
  public static FeatureMatrix rows(ImageSource source, int[] indices) {
    int size = source.shape().size();
    byte[] image = new byte[size];
    float[] pixels = new float[Math.multiplyExact(indices.length, size)];
    for (int i = 0; i < indices.length; i++) {
      source.read(indices[i], image, 0);
      for (int k = 0; k < size; k++) {
        pixels[i * size + k] = PixelRange.UNIT.toFloat(image[k]);
      }
    }
    return new FeatureMatrix(pixels, indices.length, size);
  }

  /** Some images of a source, [N,C,H,W] float32 in [0, 1]. */
  public static Tensor batch(ImageSource source, int[] indices) {
    ImageShape shape = source.shape();
    return Tensors.of(
        rows(source, indices).values(),
        indices.length,
        shape.channels(),
        shape.height(),
        shape.width());
  }

  /** As files hold them: clamped to [0, 1] and rounded to the nearest of 256 levels. */
  public static Tensor asStored(Tensor pixels) {
    Scalar levels = new Scalar(255.0);
    return Tensors.clamp(pixels, 0, 1).mul_(levels).round_().div_(levels);
  }

  /** Square images of another side: bilinear, corners not aligned, no smoothing before. */
  static Tensor resized(Tensor pixels, long side) {
    return pixels.size(2) == side && pixels.size(3) == side
        ? pixels
        : torch.upsample_bilinear2d(pixels, new long[] {side, side}, false);
  }

  /** One channel: gray as it is, colors weighted as the eye does. */
  static Tensor gray(Tensor pixels) {
    if (pixels.size(1) == 1) {
      return pixels;
    }
    requireColors(pixels);
    Tensor luma = Tensors.of(Luma.weights(), 1, 3, 1, 1).to(pixels.scalar_type());
    return pixels.mul(luma).sum(1).unsqueeze(1);
  }

  /** Three channels: colors as they are, gray three times over. */
  static Tensor colors(Tensor pixels) {
    if (pixels.size(1) == 1) {
      return pixels.expand(-1, 3, -1, -1);
    }
    requireColors(pixels);
    return pixels;
  }

  private static void requireColors(Tensor pixels) {
    if (pixels.size(1) != 3) {
      throw new IllegalArgumentException(
          "images of " + pixels.size(1) + " channels; allowed: 1 (gray) or 3 (RGB)");
    }
  }
}
