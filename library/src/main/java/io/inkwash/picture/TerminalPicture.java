package io.inkwash.picture;

/**
 * A picture as text for a terminal of 24-bit colors: a character holds two pixels, one above the
 * other, as the upper half block in one color on the other.
 */
public final class TerminalPicture {
  private static final char UPPER_HALF = '\u2580';
  private static final String PLAIN = "\u001b[0m";

  private TerminalPicture() {}

  /**
   * The text, a line for two rows of pixels.
   *
   * @param columns the most characters of a line, 1 or more; a wider picture is shown by every
   *     second pixel, every third and so on
   */
  public static String of(Picture picture, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException(
          "a picture in " + columns + " columns; allowed: 1 or more, such as 120");
    }
    int stride = (picture.width() + columns - 1) / columns;
    StringBuilder text = new StringBuilder();
    for (int y = 0; y < picture.height(); y += 2 * stride) {
      for (int x = 0; x < picture.width(); x += stride) {
        text.append(color(picture, y, x, "38"));
        int below = y + stride;
        text.append(below < picture.height() ? color(picture, below, x, "48") : "\u001b[49m");
        text.append(UPPER_HALF);
      }
      text.append(PLAIN).append('\n');
    }
    return text.toString();
  }

  private static String color(Picture picture, int y, int x, String layer) {
    int last = picture.channels() - 1;
    return "\u001b["
        + layer
        + ";2;"
        + picture.at(0, y, x)
        + ';'
        + picture.at(Math.min(1, last), y, x)
        + ';'
        + picture.at(last, y, x)
        + 'm';
  }
}
