package io.inkwash.data.open;

/** Draws round-ended lines of changing width onto a gray image, soft at the edges. */
final class Pen {

  private final int side;
  private final float[] ink;

  /** An empty square image. */
  Pen(int side) {
    this.side = side;
    this.ink = new float[side * side];
  }

  /**
   * Draws a line. Each pixel is inked by how far its center lies inside the line's edge, from half
   * a pixel outside, none, to half a pixel inside, full.
   *
   * @param x0 begin, in pixels from the left edge; {@code y0} from the top
   * @param r0 half the line's width at its begin
   */
  void line(double x0, double y0, double r0, double x1, double y1, double r1) {
    double reach = Math.max(r0, r1) + 0.5;
    int left = clamp(Math.min(x0, x1) - reach);
    int right = clamp(Math.max(x0, x1) + reach);
    int top = clamp(Math.min(y0, y1) - reach);
    int bottom = clamp(Math.max(y0, y1) + reach);
    double dx = x1 - x0;
    double dy = y1 - y0;
    double square = dx * dx + dy * dy;
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double along = square == 0 ? 0 : (px * dx + py * dy) / square;
        double u = Math.max(0, Math.min(1, along));
        double fromX = px - u * dx;
        double fromY = py - u * dy;
        double away = Math.sqrt(fromX * fromX + fromY * fromY);
        double covered = Math.max(0, Math.min(1, r0 + u * (r1 - r0) - away + 0.5));
        int pixel = row * side + column;
        ink[pixel] = Math.max(ink[pixel], (float) covered);
      }
    }
  }

  /** The image, 255 where the ink is full and 0 where there is none. */
  byte[] pixels() {
    byte[] pixels = new byte[ink.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(255 * ink[i]);
    }
    return pixels;
  }

  private int clamp(double place) {
    return (int) Math.max(0, Math.min(side - 1, Math.floor(place)));
  }
}
