package io.inkwash.data;

import java.util.stream.IntStream;

/** Pixels, changed at random and scaled to a range. */
final class PixelExamples implements Examples {
  private final ImageSource source;
  private final Augment augment;
  private final float[] scaled = new float[256];

  PixelExamples(ImageSource source, PixelRange range, Augment augment) {
    this.source = source;
    this.augment = augment;
    for (int value = 0; value < scaled.length; value++) {
      scaled[value] = range.toFloat((byte) value);
    }
  }

  @Override
  public ImageSource source() {
    return source;
  }

  @Override
  public ImageShape shape() {
    return source.shape();
  }

  @Override
  public float[] read(int[] indices, long seed, long[] positions) {
    byte[] images = images(indices);
    int size = shape().size();
    byte[] image = new byte[size];
    float[] pixels = new float[images.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(images, i * size, image, 0, size);
      augment.apply(image, shape(), Seeds.stream(seed, "augment", positions[i]));
      for (int k = 0; k < size; k++) {
        pixels[i * size + k] = scaled[image[k] & 0xff];
      }
    }
    return pixels;
  }

  /** The bytes of some images; those that stay in files are read by several threads. */
  private byte[] images(int[] indices) {
    int size = shape().size();
    byte[] images = new byte[Math.multiplyExact(indices.length, size)];
    IntStream all = IntStream.range(0, indices.length);
    (source.streamed() ? all.parallel() : all)
        .forEach(i -> source.read(indices[i], images, i * size));
    return images;
  }
}
