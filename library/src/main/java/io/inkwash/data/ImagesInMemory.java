package io.inkwash.data;

import static io.inkwash.format.Text.format;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Images in memory, a byte array each, so that a set may be larger than a single Java array. */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose, never compared
record ImagesInMemory(byte[][] images) implements ImageBytes {

  @Override
  public int count() {
    return images.length;
  }

  @Override
  public void read(int index, byte[] into, int offset) {
    System.arraycopy(images[index], 0, into, offset, images[index].length);
  }

  @Override
  public boolean streamed() {
    return false;
  }

  @Override
  public ImageBytes choose(int[] indices) {
    return new ImagesInMemory(
        Arrays.stream(indices).mapToObj(i -> images[i]).toArray(byte[][]::new));
  }

  @Override
  public ImageBytes map(ImageShape from, UnaryOperator<Picture> change) {
    return new ImagesInMemory(
        Arrays.stream(images)
            .parallel()
            .map(image -> change.apply(new Picture(from, image)).pixels())
            .toArray(byte[][]::new));
  }

  @Override
  public void identify(int index, Sha256 into) {
    into.add(images[index]);
  }

  @Override
  public void check(String name, ImageShape shape) {
    for (int i = 0; i < images.length; i++) {
      if (images[i].length != shape.size()) {
        throw new DataException(
            format(
                "%s: image %s has %s bytes, %s needs %s",
                name, i, images[i].length, shape, shape.size()));
      }
    }
  }
}
