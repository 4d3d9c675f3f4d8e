package io.inkwash.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The 256 colors that suit one picture, for formats that allow no more.
 *
 * <p>The colors come from median cut (Heckbert 1982): the box of all the picture's colors is halved
 * at its median, then always the box with the most pixels times width, until there are 256. Each
 * box gives its mean. Pixels take the nearest color and pass their error on to their neighbors
 * (Floyd and Steinberg 1976), so that areas keep their mean.
 */
final class Palette {
  private static final int COLORS = 256;

  /** Colors are distinguished by this many upper bits a channel. */
  private static final int BITS = 6;

  private static final int BINS = 1 << (3 * BITS);

  private final int[] counts = new int[BINS];
  private final int[][] sums = new int[3][BINS];
  private final int[][] colors;

  /** The nearest color of each bin plus one; 0 before it is first looked up. */
  private final short[] nearest = new short[BINS];

  private Palette(Picture picture) {
    int area = picture.height() * picture.width();
    int[] rgb = new int[3];
    for (int i = 0; i < area; i++) {
      for (int c = 0; c < 3; c++) {
        rgb[c] = picture.pixels()[c * area + i] & 0xff;
      }
      int bin = bin(rgb);
      counts[bin]++;
      for (int c = 0; c < 3; c++) {
        sums[c][bin] += rgb[c];
      }
    }
    colors = medianCut();
  }

  /** A picture of three channels in its 256 colors. */
  static BufferedImage indexed(Picture picture) {
    Palette palette = new Palette(picture);
    int height = picture.height();
    int width = picture.width();
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette.model());
    image.getRaster().setDataElements(0, 0, width, height, palette.indices(picture));
    return image;
  }

  private IndexColorModel model() {
    int[] packed =
        Arrays.stream(colors).mapToInt(rgb -> (rgb[0] << 16) | (rgb[1] << 8) | rgb[2]).toArray();
    return new IndexColorModel(8, packed.length, packed, 0, false, -1, DataBuffer.TYPE_BYTE);
  }

  /** The palette's index of each pixel, errors diffused from left to right and downwards. */
  private byte[] indices(Picture picture) {
    int height = picture.height();
    int width = picture.width();
    byte[] indices = new byte[height * width];
    int[][] errors = new int[3][width + 2]; // of this row, in sixteenths; one spare at each side
    int[][] below = new int[3][width + 2];
    int[] rgb = new int[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          int wanted = picture.at(c, y, x) + Math.round(errors[c][x + 1] / 16f);
          rgb[c] = Math.max(0, Math.min(255, wanted));
        }
        int index = nearest(rgb);
        indices[y * width + x] = (byte) index;
        for (int c = 0; c < 3; c++) {
          int error = rgb[c] - colors[index][c];
          errors[c][x + 2] += 7 * error;
          below[c][x] += 3 * error;
          below[c][x + 1] += 5 * error;
          below[c][x + 2] += error;
        }
      }
      int[][] done = errors;
      errors = below;
      below = done;
      for (int[] channel : below) {
        Arrays.fill(channel, 0);
      }
    }
    return indices;
  }

  private int nearest(int[] rgb) {
    int bin = bin(rgb);
    if (nearest[bin] == 0) {
      int best = 0;
      for (int k = 1; k < colors.length; k++) {
        best = distance(rgb, colors[k]) < distance(rgb, colors[best]) ? k : best;
      }
      nearest[bin] = (short) (best + 1);
    }
    return nearest[bin] - 1;
  }

  private static int distance(int[] a, int[] b) {
    int red = a[0] - b[0];
    int green = a[1] - b[1];
    int blue = a[2] - b[2];
    return red * red + green * green + blue * blue;
  }

  private int[][] medianCut() {
    PriorityQueue<Box> boxes =
        new PriorityQueue<>(Comparator.comparingLong(Box::weight).reversed());
    boxes.add(box(IntStream.range(0, BINS).filter(bin -> counts[bin] > 0).toArray()));
    while (boxes.size() < COLORS && boxes.element().weight() > 0) {
      int[] bins = boxes.remove().bins();
      int middle = median(bins);
      boxes.add(box(Arrays.copyOfRange(bins, 0, middle)));
      boxes.add(box(Arrays.copyOfRange(bins, middle, bins.length)));
    }
    return boxes.stream().map(this::mean).toArray(int[][]::new);
  }

  /**
   * Some bins, in order along the axis in which they lie widest apart.
   *
   * @param weight pixels times width; 0 for a single bin
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Box(int[] bins, long weight) {}

  private Box box(int[] bins) {
    int axis = 0;
    int width = 0;
    for (int c = 0; c < 3; c++) {
      int least = 1 << BITS;
      int most = 0;
      for (int bin : bins) {
        least = Math.min(least, level(bin, c));
        most = Math.max(most, level(bin, c));
      }
      if (most - least > width) {
        width = most - least;
        axis = c;
      }
    }
    int widest = axis;
    int[] ordered =
        Arrays.stream(bins)
            .mapToLong(bin -> ((long) level(bin, widest) << 32) | bin)
            .sorted()
            .mapToInt(key -> (int) key)
            .toArray();
    return new Box(ordered, width * pixels(bins));
  }

  /** Where to halve some bins: half of their pixels come before, and at least one bin each side. */
  private int median(int[] bins) {
    long half = pixels(bins) / 2;
    int middle = 1;
    long before = counts[bins[0]];
    while (before < half && middle < bins.length - 1) {
      before += counts[bins[middle]];
      middle++;
    }
    return middle;
  }

  private int[] mean(Box box) {
    long count = pixels(box.bins());
    int[] rgb = new int[3];
    for (int c = 0; c < 3; c++) {
      int[] sum = sums[c];
      long total = Arrays.stream(box.bins()).mapToLong(bin -> sum[bin]).sum();
      rgb[c] = (int) ((total + count / 2) / count);
    }
    return rgb;
  }

  private long pixels(int[] bins) {
    return Arrays.stream(bins).mapToLong(bin -> counts[bin]).sum();
  }

  private static int bin(int[] rgb) {
    int shift = 8 - BITS;
    return ((rgb[0] >> shift) << (2 * BITS)) | ((rgb[1] >> shift) << BITS) | (rgb[2] >> shift);
  }

  /** The upper bits of one channel of a bin. */
  private static int level(int bin, int channel) {
    return (bin >> ((2 - channel) * BITS)) & ((1 << BITS) - 1);
  }
}
