package io.inkwash.data.open;

import java.util.Arrays;
import java.util.List;

/**
 * How each digit is written: the strokes of a pen, as points that it passes through. Several
 * manners a digit, as people have. Coordinates: x to the right and y down, in a box of 100 by 100.
 */
final class DigitStrokes {

  /** One movement of the pen: a smooth curve through its points; two points are a line. */
  record Stroke(List<Point> points) {}

  /** A place in the box. */
  record Point(double x, double y) {}

  /** MANNERS.get(digit) lists the ways to write it, each a list of strokes. */
  private static final List<List<List<Stroke>>> MANNERS =
      List.of(
          List.of(
              manner("58,4 32,12 19,48 29,86 52,97 75,82 81,46 70,14 52,3 40,7"),
              manner("46,5 24,24 18,58 32,92 58,96 79,72 80,34 64,7 42,6")),
          List.of(
              manner("53,3 50,34 49,66 48,97"),
              manner("32,24 43,15 54,3", "54,3 53,50 52,97"),
              manner("32,22 53,3", "53,3 52,95", "32,96 74,95")),
          List.of(
              manner("20,25 30,9 53,3 74,14 75,36 56,62 20,95", "20,95 50,93 83,94"),
              manner("21,20 42,4 69,11 74,34 54,70 28,92 17,86 27,76 46,84 64,94 84,88")),
          List.of(
              manner("20,14 44,3 71,12 70,33 43,47", "43,47 74,56 78,80 54,97 18,87"),
              manner("22,7 50,5 75,6", "75,6 60,24 45,41", "45,41 72,48 79,74 56,97 20,89")),
          List.of(
              manner("29,5 24,30 17,56", "17,56 50,55 84,53", "67,8 64,50 62,97"),
              manner("62,4 38,36 14,66", "14,66 50,67 88,65", "64,4 63,50 62,97"),
              manner("30,4 22,38 34,52 54,48 72,24 77,4", "77,4 70,50 60,97")),
          List.of(
              manner("79,5 54,5 32,6", "32,6 28,26 25,44", "25,44 50,38 76,52 78,79 52,97 19,88"),
              manner("30,7 27,26 26,43", "26,43 52,38 76,54 75,82 48,97 18,89", "30,7 56,6 80,4")),
          List.of(
              manner("69,5 42,22 23,54 25,84 50,97 75,83 75,61 53,51 27,68"),
              manner("60,3 38,30 26,64 34,92 58,95 72,76 60,58 40,62 29,76")),
          List.of(
              manner("18,8 50,7 82,6", "82,6 60,42 44,97"),
              manner("18,14 20,7 50,8 82,5", "82,5 62,38 42,97", "34,52 54,50 73,49")),
          List.of(
              manner("72,17 50,3 27,17 35,38 63,58 76,80 51,97 25,82 36,59 65,38 74,20 65,8"),
              manner(
                  "50,4 28,14 30,36 51,47 71,35 72,13 50,4",
                  "50,47 25,63 25,87 50,97 76,86 75,62 50,47")),
          List.of(
              manner("74,27 61,7 38,6 22,27 34,48 58,46 74,26", "74,26 72,58 64,97"),
              manner("75,24 58,4 33,9 24,31 40,49 62,43 75,24", "75,24 76,60 62,90 32,95")));

  private DigitStrokes() {}

  /** The ways to write a digit from 0 to 9. */
  static List<List<Stroke>> of(int digit) {
    return MANNERS.get(digit);
  }

  private static List<Stroke> manner(String... strokes) {
    return Arrays.stream(strokes).map(DigitStrokes::stroke).toList();
  }

  private static Stroke stroke(String points) {
    return new Stroke(
        Arrays.stream(points.split(" ", -1))
            .map(pair -> pair.split(",", -1))
            .map(xy -> new Point(Double.parseDouble(xy[0]), Double.parseDouble(xy[1])))
            .toList());
  }
}
