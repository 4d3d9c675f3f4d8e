package io.inkwash.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** A loss curve, with text or without: machines without fonts cannot draw any. */
final class LossChart {
  private static final int MARGIN = 24;
  private static final int LEFT = 88;
  private static final int TOP = 44;
  private static final int BOTTOM = 58;

  private static final int GAP = 8;
  private static final int MOST_ACROSS = 8;
  private static final int MOST_UP = 10;

  private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
  private static final Font AXIS = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
  private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private final Graphics2D pen;
  private final LossTrace trace;
  private final Rectangle area;
  private final Ticks across;
  private final Ticks up;

  private LossChart(Graphics2D pen, LossTrace trace, Rectangle area) {
    this.pen = pen;
    this.trace = trace;
    this.area = area;
    double[] steps = trace.raw().x();
    this.across = Ticks.linear(steps[0], steps[steps.length - 1], MOST_ACROSS);
    this.up =
        trace.logarithmic()
            ? Ticks.logarithmic(trace.low(), trace.high(), MOST_UP)
            : Ticks.linear(trace.low(), trace.high(), MOST_UP);
  }

  /** The chart with its title, its axes named and numbered, and what the lines are. */
  static void paint(Graphics2D pen, LossTrace trace, String title, int width, int height) {
    Rectangle area = new Rectangle(LEFT, TOP, width - LEFT - MARGIN, height - TOP - BOTTOM);
    LossChart chart = new LossChart(pen, trace, area);
    chart.paper(width, height);
    chart.rules();
    chart.lines();
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    chart.numbers();
    chart.titles(title, width);
    chart.legend();
  }

  /** The chart without any text. */
  static void paintBare(Graphics2D pen, LossTrace trace, int width, int height) {
    Rectangle area = new Rectangle(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
    LossChart chart = new LossChart(pen, trace, area);
    chart.paper(width, height);
    chart.rules();
    chart.lines();
  }

  private void paper(int width, int height) {
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, width, height);
  }

  private void rules() {
    pen.setColor(Plots.RULE);
    pen.draw(area);
    for (double step : across.positions()) {
      pen.draw(new Line2D.Double(x(step), area.y, x(step), area.getMaxY()));
    }
    for (double level : up.positions()) {
      pen.draw(new Line2D.Double(area.x, y(level), area.getMaxX(), y(level)));
    }
  }

  private void lines() {
    pen.setClip(area);
    line(trace.raw(), Plots.PALE, Plots.THIN);
    line(trace.smooth(), Plots.STRONG, Plots.THICK);
    pen.setClip(null);
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

  private void numbers() {
    pen.setColor(Plots.INK);
    pen.setFont(LABEL);
    int ascent = pen.getFontMetrics().getAscent();
    for (int i = 0; i < across.labels().size(); i++) {
      String text = across.labels().get(i);
      double left = x(across.positions().get(i)) - width(text) / 2.0;
      pen.drawString(text, (float) left, (float) area.getMaxY() + GAP + ascent);
    }
    for (int i = 0; i < up.labels().size(); i++) {
      String text = up.labels().get(i);
      double base = y(up.positions().get(i)) + ascent / 2.0 - 1;
      pen.drawString(text, area.x - GAP - width(text), (float) base);
    }
  }

  private void titles(String title, int width) {
    pen.setFont(TITLE);
    pen.drawString(title, (width - width(title)) / 2, TOP - GAP - 6);
    pen.setFont(AXIS);
    int middle = (int) area.getCenterX();
    pen.drawString("step", middle - width("step") / 2, (int) area.getMaxY() + BOTTOM - 12);
    AffineTransform upright = pen.getTransform();
    pen.rotate(-Math.PI / 2, MARGIN, area.getCenterY());
    pen.drawString("loss", MARGIN - width("loss") / 2, (int) area.getCenterY());
    pen.setTransform(upright);
  }

  private void legend() {
    pen.setFont(LABEL);
    int lineHeight = pen.getFontMetrics().getHeight() + 4;
    int sample = 24;
    int right = (int) area.getMaxX() - 2 * GAP;
    int left = right - width("moving average") - sample - GAP;
    entry("loss", Plots.PALE, Plots.THIN, left, area.y + lineHeight, sample);
    entry("moving average", Plots.STRONG, Plots.THICK, left, area.y + 2 * lineHeight, sample);
  }

  private void entry(String name, Color color, BasicStroke stroke, int left, int base, int sample) {
    pen.setColor(color);
    pen.setStroke(stroke);
    pen.draw(new Line2D.Double(left, base - 4, left + sample, base - 4));
    pen.setColor(Plots.INK);
    pen.drawString(name, left + sample + GAP, base);
  }

  private int width(String text) {
    return pen.getFontMetrics().stringWidth(text);
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
