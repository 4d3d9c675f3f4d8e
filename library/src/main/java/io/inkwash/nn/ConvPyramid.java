package io.inkwash.nn;

/**
 * The sizes of a plain convolutional network between an image and a coarse grid of features: each
 * level halves height and width and doubles the features, up to eight times the first's, while 4 or
 * more remain (Radford et al. 2016, arXiv 1511.06434: from 64 to 4 in four levels; from 28 to 7 in
 * two).
 *
 * @param channels of the image, 1 or more
 * @param height of the image, a multiple of {@link #SIZE_MULTIPLE}, 8 or more
 * @param width of the image, likewise
 * @param features of the finest level, 1 or more, such as 64
 */
public record ConvPyramid(int channels, int height, int width, int features) {

  /** Heights and widths must be multiples of this: there are two levels or more. */
  public static final int SIZE_MULTIPLE = 4;

  private static final int COARSEST = 4;
  private static final int MOST = 8; // times the features of the finest level

  public ConvPyramid {
    require(channels >= 1, "channels", channels, "1 or more");
    require(features >= 1, "features", features, "1 or more, such as 64");
    requireSize("height", height);
    requireSize("width", width);
  }

  private static void requireSize(String name, int size) {
    require(
        size % SIZE_MULTIPLE == 0 && size >= 2 * SIZE_MULTIPLE,
        name,
        size,
        "a multiple of 4, 8 or more, such as 28");
  }

  private static void require(boolean holds, String name, int value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: " + allowed);
    }
  }

  /** How often the size is halved. */
  public int levels() {
    int levels = 0;
    for (int h = height, w = width; halves(h) && halves(w); h /= 2, w /= 2) {
      levels++;
    }
    return levels;
  }

  private static boolean halves(int size) {
    return size % 2 == 0 && size / 2 >= COARSEST;
  }

  /** The features of a level, 1 for the finest and {@link #levels} for the coarsest. */
  public int features(int level) {
    return features * Math.min(1 << (level - 1), MOST);
  }

  /** The height of the coarsest level. */
  public int coarseHeight() {
    return height >> levels();
  }

  /** The width of the coarsest level. */
  public int coarseWidth() {
    return width >> levels();
  }

  /** The numbers of the coarsest level. */
  public int coarseSize() {
    return features(levels()) * coarseHeight() * coarseWidth();
  }
}
