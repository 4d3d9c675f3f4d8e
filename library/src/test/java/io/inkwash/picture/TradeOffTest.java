package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeOffTest {
  private static final int BLUE = 0x0072b2;
  private static final int VERMILION = 0xd55e00;

  @TempDir Path folder;

  @BeforeEach
  void fonts() {
    assumeTrue(Lettering.isPossible());
  }

  private static TradeOff.Line line(String name, double... costsAndValues) {
    List<TradeOff.Point> points = new ArrayList<>();
    for (int i = 0; i < costsAndValues.length; i += 2) {
      points.add(new TradeOff.Point(costsAndValues[i], costsAndValues[i + 1]));
    }
    return new TradeOff.Line(name, points);
  }

  private Picture drawn(OptionalDouble floor, TradeOff.Line... lines) {
    Path png = folder.resolve("plot.png");
    assertThat(new TradeOff("t", "evaluations", "fid", List.of(lines), floor).writePng(png))
        .isTrue();
    return ImageIo.readPng(png);
  }

  /** The rows of pixels of a color among some columns, the highest and the lowest. */
  private static int[] rows(Picture picture, int color, int from, int to) {
    int[] rows = {Integer.MAX_VALUE, -1};
    for (int y = 0; y < picture.height(); y++) {
      for (int x = from; x < to; x++) {
        if ((picture.at(0, y, x) << 16 | picture.at(1, y, x) << 8 | picture.at(2, y, x)) == color) {
          rows[0] = Math.min(rows[0], y);
          rows[1] = y;
        }
      }
    }
    return rows;
  }

  /** On logarithmic axes 1/x is a straight line: half of the way down at half of the way. */
  @Test
  void bothAxesAreLogarithmic() {
    Picture picture =
        drawn(OptionalDouble.empty(), line("ddim", 1, 100, 100, 1), line("heun", 10, 10));
    assertThat(picture).hasToString("3x560x1000");
    int[] blue = rows(picture, BLUE, 0, picture.width());
    int[] mark = rows(picture, VERMILION, 0, 700); // left of the legend
    double middle = (blue[0] + blue[1]) / 2.0;
    assertThat((mark[0] + mark[1]) / 2.0).isBetween(middle - 4, middle + 4);
    assertThat(blue[1] - blue[0]).isGreaterThan(300);
  }

  /** Beside the plot they would take half of the picture. */
  @Test
  void longNamesStandBelowThePlot() {
    String name = "distribution-matching (runs/two-steps) by lcm on trailing";
    Picture picture = drawn(OptionalDouble.of(1), line(name, 1, 100, 100, 1));
    assertThat(picture).hasToString("3x604x1000");
    assertThat(rows(picture, BLUE, 900, picture.width())[1]).isPositive();
  }

  @Test
  void valuesBelowZeroAreDrawnAsWell() {
    Picture picture = drawn(OptionalDouble.of(-0.5), line("kid", 1, -1, 10, 2, 100, 0));
    int[] blue = rows(picture, BLUE, 0, picture.width());
    assertThat(blue[1] - blue[0]).isGreaterThan(200);
  }

  @Test
  void oddPointsAreLeftOut() {
    assertThat(line("a", 5, 1, 0, 1, 2, Double.NaN, 3, 4).points())
        .containsExactly(new TradeOff.Point(3, 4), new TradeOff.Point(5, 1));
    Path png = folder.resolve("none.png");
    TradeOff nothing =
        new TradeOff("t", "x", "y", List.of(line("a"), line("b", 0, 1)), OptionalDouble.of(1));
    assertThat(nothing.writePng(png)).isFalse();
    assertThat(png).doesNotExist();
  }
}
