package io.inkwash.picture;

import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What quality costs: lines of points (cost, value), on logarithmic axes. Where a value is not
 * above 0, the vertical axis is linear.
 *
 * @param title stands above
 * @param cost what the horizontal axis counts
 * @param value what the vertical axis measures
 * @param lines those without a point are left out
 * @param floor a height that cannot be beaten, drawn across, if it is known
 */
public record TradeOff(
    String title, String cost, String value, List<Line> lines, OptionalDouble floor) {

  /**
   * One line.
   *
   * @param name in the legend; no two alike
   * @param points in any order; a line of one point is a mark. Those without a cost above 0 and a
   *     finite value are left out
   */
  public record Line(String name, List<Point> points) {
    public Line {
      points =
          points.stream()
              .filter(point -> point.cost > 0 && Double.isFinite(point.value))
              .sorted(Comparator.comparingDouble(Point::cost))
              .toList();
    }
  }

  /** What was paid, and what for. */
  public record Point(double cost, double value) {}

  /** Colors that the color-blind tell apart (Okabe and Ito 2008), the dark ones first. */
  private static final Color[] COLORS = {
    new Color(0x0072b2),
    new Color(0xd55e00),
    new Color(0x009e73),
    new Color(0xcc79a7),
    new Color(0xe69f00),
    new Color(0x56b4e9),
    new Color(0x222222),
  };

  private static final Marker[] MARKS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP,
  };

  private static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

  /** An axis over more decades than this names only powers of ten. */
  private static final double MOST_DECADES = 1.6;

  /** Letters of a name that fit beside the plot. */
  private static final int LONG = 40;

  /** Pixels of a line of the legend. */
  private static final int ROW = 22;

  public TradeOff {
    lines = lines.stream().filter(line -> !line.points.isEmpty()).toList();
  }

  /**
   * Writes the picture. Where Java cannot draw, for want of fonts or otherwise, or there is no
   * point to draw, this returns false and writes nothing.
   *
   * @throws FileException if the file cannot be written
   */
  public boolean writePng(Path png) {
    if (lines.isEmpty() || !Lettering.isPossible()) {
      return false;
    }
    int height = Plots.HEIGHT + (namesAreLong() ? ROW * (lines.size() + 1) : 0);
    Optional<byte[]> drawn = Plots.attempt(height, pen -> chart().paint(pen, Plots.WIDTH, height));
    drawn.ifPresent(bytes -> AtomicFiles.write(png, bytes));
    return drawn.isPresent();
  }

  /** Whether names beside the plot would leave it little room: they stand below it then. */
  private boolean namesAreLong() {
    return lines.stream().anyMatch(line -> line.name.length() > LONG);
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(Plots.WIDTH)
            .height(Plots.HEIGHT)
            .title(title)
            .xAxisTitle(cost)
            .yAxisTitle(value)
            .build();
    XYStyler style = Plots.dressed(chart);
    style.setLegendPosition(
        namesAreLong() ? Styler.LegendPosition.OutsideS : Styler.LegendPosition.OutsideE);
    style.setLegendLayout(Styler.LegendLayout.Vertical);
    double[] costs = all(Point::cost);
    Range across = Range.around(costs);
    style.setXAxisLogarithmic(true);
    style.setXAxisLogarithmicDecadeOnly(across.decades() > MOST_DECADES);
    style.setXAxisMin(across.low);
    style.setXAxisMax(across.high);
    double[] values =
        DoubleStream.concat(Arrays.stream(all(Point::value)), floor.stream()).toArray();
    if (Arrays.stream(values).allMatch(height -> height > 0)) {
      Range up = Range.around(values);
      style.setYAxisLogarithmic(true);
      style.setYAxisLogarithmicDecadeOnly(up.decades() > MOST_DECADES);
      style.setYAxisMin(up.low);
      style.setYAxisMax(up.high);
    }
    for (int i = 0; i < lines.size(); i++) {
      add(chart, lines.get(i), i);
    }
    floor.ifPresent(height -> addFloor(chart, across, height));
    return chart;
  }

  private static void add(XYChart chart, Line line, int number) {
    XYSeries series =
        chart.addSeries(
            line.name,
            line.points.stream().mapToDouble(Point::cost).toArray(),
            line.points.stream().mapToDouble(Point::value).toArray());
    Color color = COLORS[number % COLORS.length];
    series.setLineColor(color);
    series.setLineStyle(Plots.THICK);
    series.setMarker(MARKS[number / COLORS.length % MARKS.length]);
    series.setMarkerColor(color);
  }

  private static void addFloor(XYChart chart, Range across, double height) {
    XYSeries series =
        chart.addSeries(
            "real images", new double[] {across.low, across.high}, new double[] {height, height});
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Plots.INK);
    series.setLineStyle(DASHED);
  }

  private interface Coordinate {
    double of(Point point);
  }

  private double[] all(Coordinate coordinate) {
    List<Double> numbers = new ArrayList<>();
    lines.forEach(line -> line.points.forEach(point -> numbers.add(coordinate.of(point))));
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A stretch of a logarithmic axis. */
  private record Range(double low, double high) {

    static Range around(double[] numbers) {
      double least = Arrays.stream(numbers).min().orElseThrow();
      double greatest = Arrays.stream(numbers).max().orElseThrow();
      double margin = Math.max(1.15, Math.pow(greatest / least, 0.05));
      return new Range(least / margin, greatest * margin);
    }

    double decades() {
      return Math.log10(high / low);
    }
  }
}
