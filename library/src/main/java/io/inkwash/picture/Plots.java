package io.inkwash.picture;

import static io.inkwash.format.Text.format;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** Curves as PNG files. */
public final class Plots {
  static final int WIDTH = 1000;
  static final int HEIGHT = 560;

  static final Color INK = new Color(0x22, 0x33, 0x44);
  static final Color PALE = new Color(0xb9, 0xcd, 0xdf);
  static final Color STRONG = new Color(0x0b, 0x5a, 0x9c);
  static final Color RULE = new Color(0xe6, 0xe9, 0xec);

  static final BasicStroke THIN = stroke(1);
  static final BasicStroke THICK = stroke(2.2f);

  static {
    Headless.ensure();
  }

  private Plots() {}

  /**
   * Draws a training run's loss over its steps: the raw loss pale, a moving average strong. The
   * axis is logarithmic where the loss falls far, otherwise it is cut so that the tail fills it.
   * Long runs are thinned to the least and greatest loss of each stretch, so the work hardly grows
   * with the run.
   *
   * <p>A run must not die of its picture: on a machine without fonts the curve is drawn without
   * text, and where Java cannot draw at all, or there are fewer than two points, this returns false
   * and writes nothing.
   *
   * @param png the file to write; replaced if it exists
   * @param steps the step of each loss, ascending
   * @param loss as many losses; those that are not finite are left out
   * @param recent how many losses the moving average is over: at each step the last ones, as in the
   *     numbers that are shown elsewhere
   * @param title stands above the curve
   * @return whether the file was written
   * @throws FileException if the file cannot be written
   */
  public static boolean lossCurve(
      Path png, double[] steps, double[] loss, int recent, String title) {
    if (steps.length != loss.length) {
      throw new IllegalArgumentException(
          format("%d steps and %d losses; as many of each are needed", steps.length, loss.length));
    }
    int[] finite = IntStream.range(0, loss.length).filter(i -> Double.isFinite(loss[i])).toArray();
    if (finite.length < 2) {
      return false;
    }
    LossTrace trace =
        LossTrace.of(
            Arrays.stream(finite).mapToDouble(i -> steps[i]).toArray(),
            Arrays.stream(finite).mapToDouble(i -> loss[i]).toArray(),
            recent);
    Optional<byte[]> drawn = Optional.empty();
    if (Lettering.isPossible()) {
      drawn = attempt(pen -> LossChart.paint(pen, trace, title, WIDTH, HEIGHT));
    }
    if (drawn.isEmpty()) {
      drawn = attempt(pen -> LossChart.paintBare(pen, trace, WIDTH, HEIGHT));
    }
    drawn.ifPresent(bytes -> AtomicFiles.write(png, bytes));
    return drawn.isPresent();
  }

  /** The PNG that {@code painting} makes, or nothing if Java cannot. */
  static Optional<byte[]> attempt(Consumer<Graphics2D> painting) {
    return attempt(HEIGHT, painting);
  }

  /** The same, of another height. */
  static Optional<byte[]> attempt(int height, Consumer<Graphics2D> painting) {
    try {
      BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D pen = image.createGraphics();
      painting.accept(pen);
      pen.dispose();
      return Optional.of(ImageIo.png(image));
    } catch (RuntimeException | LinkageError | InternalError e) {
      return Optional.empty();
    }
  }

  /** The look that all our charts share. */
  static XYStyler dressed(XYChart chart) {
    XYStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderColor(RULE);
    style.setPlotGridLinesColor(RULE);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setChartFontColor(INK);
    style.setAxisTickLabelsColor(INK);
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setLegendBorderColor(RULE);
    style.setChartPadding(14);
    return style;
  }

  private static BasicStroke stroke(float width) {
    return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
