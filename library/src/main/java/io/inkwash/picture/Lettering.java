package io.inkwash.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text drawn as pictures, on machines that have fonts. */
final class Lettering {
  static {
    Headless.ensure();
  }

  private Lettering() {}

  /** True if this machine can draw text. Without fonts, Java throws errors of many kinds. */
  static boolean isPossible() {
    return Possible.ANSWER;
  }

  /** A font size that suits a picture so many pixels wide, in pixels. */
  static int sizeFor(int width) {
    return Math.max(11, Math.min(20, width / 8));
  }

  /**
   * Each text in black on white, centered, on pictures of one size just large enough for all. Empty
   * if text cannot be drawn.
   */
  static Optional<List<Picture>> lines(List<String> texts, int fontSize) {
    if (!isPossible()) {
      return Optional.empty();
    }
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, fontSize);
    int margin = Math.max(2, fontSize / 4);
    Graphics2D ruler = image(1, 1).createGraphics();
    ruler.setFont(font);
    var metrics = ruler.getFontMetrics();
    int width = 2 * margin + texts.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    int height = metrics.getAscent() + metrics.getDescent() + margin;
    int baseline = margin + metrics.getAscent();
    List<Picture> lines = new ArrayList<>();
    for (String text : texts) {
      BufferedImage image = image(width, height);
      Graphics2D pen = image.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setColor(Color.WHITE);
      pen.fillRect(0, 0, width, height);
      pen.setColor(Color.BLACK);
      pen.setFont(font);
      pen.drawString(text, (width - metrics.stringWidth(text)) / 2, baseline);
      pen.dispose();
      lines.add(blue(image));
    }
    ruler.dispose();
    return Optional.of(lines);
  }

  /** One channel of black text on white, whose channels are all alike. */
  private static Picture blue(BufferedImage text) {
    int[] colors = text.getRGB(0, 0, text.getWidth(), text.getHeight(), null, 0, text.getWidth());
    byte[] pixels = new byte[colors.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) colors[i];
    }
    return new Picture(1, text.getHeight(), text.getWidth(), pixels);
  }

  private static BufferedImage image(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /** Determined once: a machine does not gain fonts while we run. */
  private static final class Possible {
    static final boolean ANSWER = determine();

    private static boolean determine() {
      try {
        Graphics2D pen = image(1, 1).createGraphics();
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        boolean possible =
            font.canDisplayUpTo("t=0") < 0 && pen.getFontMetrics(font).stringWidth("t=0") > 0;
        pen.dispose();
        return possible;
      } catch (RuntimeException | LinkageError | InternalError e) {
        return false;
      }
    }
  }
}
