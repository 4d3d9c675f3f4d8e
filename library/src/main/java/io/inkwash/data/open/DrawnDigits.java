package io.inkwash.data.open;

import io.inkwash.data.Bytes;
import io.inkwash.data.ImageShape;
import io.inkwash.data.Seeds;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;
import io.inkwash.data.open.DigitStrokes.Point;
import io.inkwash.data.open.DigitStrokes.Stroke;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The set {@code digits}: the digits 0 to 9, written by the program with a shaking hand. Needs no
 * download and no fonts.
 *
 * <p>Image i shows the digit {@code i % 10}. It chooses a manner of writing, moves each of its
 * points a little, draws a smooth curve through them (E. Catmull, R. Rom, 1974), and slants, turns,
 * stretches and shifts the whole; the pen has a width of its own and presses unevenly. All is a
 * function of (split, i) in plain arithmetic, so every run on every Java draws the same images.
 */
public final class DrawnDigits {

  private static final int SIDE = 28;
  private static final int TRAIN = 10_000;
  private static final int TEST = 2_000;
  private static final int PIECES = 8;

  private static final List<String> NAMES =
      IntStream.range(0, 10).mapToObj(String::valueOf).toList();

  private DrawnDigits() {}

  /** Draws one half of the set, at the size wanted. */
  static StoredImages open(Split split, DataOptions options) {
    int count = split == Split.TRAIN ? TRAIN : TEST;
    if (options.limit() > 0) {
      count = Math.min(count, options.limit());
    }
    return draw(
        count,
        options.height() == 0 ? SIDE : Math.max(options.height(), options.width()),
        split == Split.TRAIN ? 0 : 1);
  }

  /** Draws the first images of the endless set of a seed. */
  public static StoredImages draw(int count, int side, long seed) {
    ImageShape shape = new ImageShape(1, side, side);
    Bytes.requireMemory("digits", count, shape);
    byte[][] images =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> digit(i % 10, side, Seeds.stream(seed, "drawn digit", i)))
            .toArray(byte[][]::new);
    int[] labels = IntStream.range(0, count).map(i -> i % 10).toArray();
    return StoredImages.labeled("digits", shape, images, labels, NAMES);
  }

  private static byte[] digit(int digit, int side, SplittableRandom random) {
    List<List<Stroke>> manners = DigitStrokes.of(digit);
    Hand hand = new Hand(side, random);
    Pen pen = new Pen(side);
    for (Stroke stroke : manners.get(random.nextInt(manners.size()))) {
      hand.write(stroke, pen);
    }
    return pen.pixels();
  }

  /** One person's way of writing, for the length of one digit. */
  private static final class Hand {

    private final SplittableRandom random;
    private final double side;
    private final double radius;
    private final double shake;
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;

    Hand(int side, SplittableRandom random) {
      this.random = random;
      this.side = side;
      this.radius = side * between(0.034, 0.062);
      this.shake = between(0.8, 3.4);
      double turn = gaussian(0.08);
      double slant = 0.08 + gaussian(0.17);
      double wide = between(0.50, 0.76);
      double high = between(0.64, 0.76);
      double cosine = StrictMath.cos(turn);
      double sine = StrictMath.sin(turn);
      this.xx = wide * cosine;
      this.xy = -high * (sine + slant * cosine);
      this.yx = wide * sine;
      this.yy = high * (cosine - slant * sine);
      this.shiftX = gaussian(0.022);
      this.shiftY = gaussian(0.022);
    }

    void write(Stroke stroke, Pen pen) {
      List<Point> points = stroke.points().stream().map(this::place).toList();
      double pressure = pressure();
      double x = points.get(0).x();
      double y = points.get(0).y();
      for (int i = 0; i + 1 < points.size(); i++) {
        double next = pressure();
        for (int piece = 1; piece <= PIECES; piece++) {
          double u = piece / (double) PIECES;
          double r0 = pressure + (u - 1.0 / PIECES) * (next - pressure);
          double r1 = pressure + u * (next - pressure);
          double toX = curve(points, i, u, true);
          double toY = curve(points, i, u, false);
          pen.line(x, y, r0, toX, toY, r1);
          x = toX;
          y = toY;
        }
        pressure = next;
      }
    }

    /** A point of the manner, moved by the shaking hand and laid onto the image, in pixels. */
    private Point place(Point point) {
      double u = (point.x() - 50 + gaussian(shake)) / 100;
      double v = (point.y() - 50 + gaussian(shake)) / 100;
      return new Point(
          side * (0.5 + shiftX + xx * u + xy * v), side * (0.5 + shiftY + yx * u + yy * v));
    }

    /** The Catmull-Rom curve between point i (u = 0) and the next (u = 1). */
    private static double curve(List<Point> points, int i, double u, boolean horizontal) {
      double[] p = new double[4];
      for (int k = 0; k < 4; k++) {
        Point point = points.get(Math.max(0, Math.min(points.size() - 1, i - 1 + k)));
        p[k] = horizontal ? point.x() : point.y();
      }
      double slope = p[2] - p[0];
      double bend = 2 * p[0] - 5 * p[1] + 4 * p[2] - p[3];
      double twist = 3 * (p[1] - p[2]) + p[3] - p[0];
      return p[1] + 0.5 * u * (slope + u * (bend + u * twist));
    }

    private double pressure() {
      return radius * between(0.8, 1.2);
    }

    private double between(double low, double high) {
      return low + (high - low) * random.nextDouble();
    }

    private double gaussian(double deviation) {
      return deviation * Math.max(-2, Math.min(2, Seeds.normal(random)));
    }
  }
}
