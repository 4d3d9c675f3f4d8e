package io.inkwash.data;

/**
 * One image by itself, while it is brought to the shape of its set.
 *
 * @param shape its shape, 1 or 3 channels
 * @param pixels CHW bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package, never compared
public record Picture(ImageShape shape, byte[] pixels) {

  /** This image in gray or in RGB: colors weighted as the eye does, or gray three times over. */
  public Picture inChannels(int channels) {
    if (channels == shape.channels()) {
      return this;
    }
    int plane = shape.height() * shape.width();
    byte[] changed = new byte[channels * plane];
    if (channels == 1) {
      for (int i = 0; i < plane; i++) {
        changed[i] = Luma.gray(pixels[i], pixels[plane + i], pixels[2 * plane + i]);
      }
    } else {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(pixels, 0, changed, c * plane, plane);
      }
    }
    return new Picture(new ImageShape(channels, shape.height(), shape.width()), changed);
  }

  /** This image in one channel if its three are equal everywhere; itself otherwise. */
  public Picture withoutNeedlessColor() {
    int plane = shape.height() * shape.width();
    if (shape.channels() == 1) {
      return this;
    }
    for (int i = 0; i < plane; i++) {
      if (pixels[i] != pixels[plane + i] || pixels[i] != pixels[2 * plane + i]) {
        return this;
      }
    }
    return inChannels(1);
  }

  /** This image scaled until its short side fits, and the long side cut evenly at both ends. */
  public Picture square(int side) {
    return fitted(side, side);
  }

  /** This image scaled until it just covers that size, and what is over cut evenly at both ends. */
  public Picture fitted(int height, int width) {
    if (shape.height() == height && shape.width() == width) {
      return this;
    }
    double step = Math.min(shape.height() / (double) height, shape.width() / (double) width);
    CubicFilter across = CubicFilter.centered(shape.width(), width, step);
    CubicFilter down = CubicFilter.centered(shape.height(), height, step);
    byte[] fitted = new byte[shape.channels() * height * width];
    int plane = shape.height() * shape.width();
    float[] narrowed = new float[shape.height() * width];
    for (int c = 0; c < shape.channels(); c++) {
      for (int y = 0; y < shape.height(); y++) {
        int row = c * plane + y * shape.width();
        for (int x = 0; x < width; x++) {
          narrowed[y * width + x] = across.at(x, i -> pixels[row + i] & 0xff);
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int column = x;
          float value = down.at(y, i -> narrowed[i * width + column]);
          int rounded = Math.max(0, Math.min(255, Math.round(value)));
          fitted[(c * height + y) * width + x] = (byte) rounded;
        }
      }
    }
    return new Picture(new ImageShape(shape.channels(), height, width), fitted);
  }
}
