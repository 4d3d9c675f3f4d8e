package io.inkwash.studio.playground;

import io.inkwash.catalog.Arguments;
import io.inkwash.catalog.Registry;
import io.inkwash.studio.playground.PointMixture.Component;
import java.util.ArrayList;
import java.util.List;

/** Point sets by name: a call each. All lie within -1 to 1, but for their noise. */
final class PointSets {
  private static final int MOST_MODES = 32;

  private PointSets() {}

  /** All point sets. */
  static final Registry<PointMixture> POINTS =
      new Registry<PointMixture>("points")
          .register(
              "moons", "noise=0.05", PointSets::moons, "two half circles that embrace; two classes")
          .register("spiral", "turns=1.25, noise=0.03", PointSets::spiral, "two arms; a class each")
          .register(
              "ring",
              "modes=8, noise=0.05",
              PointSets::ring,
              "equal normal distributions on a circle; a class each")
          .register(
              "checkerboard",
              "noise=0.04",
              PointSets::checkerboard,
              "eight squares of a board; left and right are the classes")
          .register(
              "two-islands",
              "share=0.2, noise=0.1",
              PointSets::islands,
              "a small and a large mode, far apart: what Langevin dynamics mixes badly (Song and"
                  + " Ermon 2019, section 3.2)");

  private static PointMixture moons(Arguments a) {
    double noise = a.number("noise");
    List<Component> points = new ArrayList<>();
    int count = 24; // a moon
    for (int k = 0; k < count; k++) {
      double angle = Math.PI * (k + 0.5) / count;
      double x = 0.62 * Math.cos(angle);
      double y = 0.62 * Math.sin(angle);
      points.add(new Component(1, x - 0.3, y - 0.17, noise, 0));
      points.add(new Component(1, 0.3 - x, 0.17 - y, noise, 1));
    }
    return new PointMixture(points);
  }

  private static PointMixture spiral(Arguments a) {
    double noise = a.number("noise");
    double turns = a.number("turns");
    if (!(turns > 0 && turns <= 4)) {
      throw new IllegalArgumentException("turns is " + turns + "; allowed: above 0 to 4");
    }
    List<Component> points = new ArrayList<>();
    int count = 48; // an arm
    for (int k = 0; k < count; k++) {
      double along = Math.sqrt((k + 1.0) / count); // even in length, nearly
      double angle = 2 * Math.PI * turns * along;
      double x = 0.95 * along * Math.cos(angle);
      double y = 0.95 * along * Math.sin(angle);
      points.add(new Component(1, x, y, noise, 0));
      points.add(new Component(1, -x, -y, noise, 1));
    }
    return new PointMixture(points);
  }

  private static PointMixture ring(Arguments a) {
    int modes = a.integer("modes");
    if (modes < 1 || modes > MOST_MODES) {
      throw new IllegalArgumentException("modes is " + modes + "; allowed: 1 to " + MOST_MODES);
    }
    List<Component> points = new ArrayList<>();
    for (int k = 0; k < modes; k++) {
      double angle = 2 * Math.PI * k / modes;
      points.add(
          new Component(1, 0.8 * Math.cos(angle), 0.8 * Math.sin(angle), a.number("noise"), k));
    }
    return new PointMixture(points);
  }

  private static PointMixture checkerboard(Arguments a) {
    double noise = a.number("noise");
    List<Component> points = new ArrayList<>();
    int side = 4; // components along a square's side
    for (int square = 0; square < 16; square++) {
      int column = square % 4;
      int row = square / 4;
      if ((column + row) % 2 == 1) {
        continue;
      }
      for (int k = 0; k < side * side; k++) {
        int up = k / side;
        double x = column - 2 + (k % side + 0.5) / side;
        double y = row - 2 + (up + 0.5) / side;
        points.add(new Component(1, 0.48 * x, 0.48 * y, noise, column < 2 ? 0 : 1));
      }
    }
    return new PointMixture(points);
  }

  private static PointMixture islands(Arguments a) {
    double share = a.number("share");
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share is " + share + "; allowed: above 0, below 1");
    }
    return new PointMixture(
        List.of(
            new Component(share, -0.7, -0.7, a.number("noise"), 0),
            new Component(1 - share, 0.7, 0.7, a.number("noise"), 1)));
  }
}
