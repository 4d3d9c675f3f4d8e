package io.inkwash.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A loss curve without any text, for machines without fonts: XChart cannot lay out its axes there.
 *
 * <p>Horizontal rules stand at 1, 2 and 5 times powers of ten on a logarithmic axis, otherwise at
 * tenths of the range; vertical ones at tenths of the run.
 */
final class BareChart {
  private static final int MARGIN = 24;

  private final Graphics2D pen;
  private final LossTrace trace;
  private final Rectangle area;

  private BareChart(Graphics2D pen, LossTrace trace, Rectangle area) {
    this.pen = pen;
    this.trace = trace;
    this.area = area;
  }

  static void paint(Graphics2D pen, LossTrace trace, int width, int height) {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
    Rectangle area = new Rectangle(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
    BareChart chart = new BareChart(pen, trace, area);
    chart.rules();
    pen.setClip(area);
    chart.line(trace.raw(), Plots.PALE, Plots.THIN);
    chart.line(trace.smooth(), Plots.STRONG, Plots.THICK);
  }

  private void rules() {
    pen.setColor(Plots.RULE);
    pen.draw(area);
    for (int i = 1; i < 10; i++) {
      double x = area.x + area.width * i / 10.0;
      pen.draw(new Line2D.Double(x, area.y, x, area.getMaxY()));
    }
    levels()
        .filter(level -> level > trace.low() && level < trace.high())
        .forEach(level -> pen.draw(new Line2D.Double(area.x, y(level), area.getMaxX(), y(level))));
  }

  private DoubleStream levels() {
    if (!trace.logarithmic()) {
      double step = (trace.high() - trace.low()) / 10;
      return IntStream.range(1, 10).mapToDouble(i -> trace.low() + i * step);
    }
    return IntStream.rangeClosed((int) Math.floor(trace.low()), (int) Math.ceil(trace.high()))
        .mapToObj(power -> DoubleStream.of(1, 2, 5).map(digit -> power + Math.log10(digit)))
        .flatMapToDouble(levels -> levels);
  }

  private void line(LossTrace.Line line, Color color, BasicStroke stroke) {
    Path2D path = new Path2D.Double();
    path.moveTo(x(line.x()[0]), y(line.y()[0]));
    for (int i = 1; i < line.x().length; i++) {
      path.lineTo(x(line.x()[i]), y(line.y()[i]));
    }
    pen.setColor(color);
    pen.setStroke(stroke);
    pen.draw(path);
  }

  private double x(double step) {
    double[] steps = trace.raw().x();
    double first = steps[0];
    double last = steps[steps.length - 1];
    return area.x + (last > first ? (step - first) / (last - first) : 0.5) * area.width;
  }

  private double y(double height) {
    double part = (height - trace.low()) / (trace.high() - trace.low());
    return area.getMaxY() - part * area.height;
  }
}
