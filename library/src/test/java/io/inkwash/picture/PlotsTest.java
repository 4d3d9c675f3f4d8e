package io.inkwash.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Loss curves, with fonts and without. */
class PlotsTest {
  private static final int STRONG_BLUE = 0x0b5a9c;

  @TempDir Path folder;

  @Test
  void drawsTheCurve() {
    Path png = folder.resolve("run/loss.png");
    assertThat(Plots.lossCurve(png, steps(3000), falling(3000), 100, "ddpm on digits")).isTrue();
    assertCurve(ImageIo.readPng(png));
  }

  @Test
  void drawsWhateverTheNumbersAre() {
    double[][] losses = {
      {1, 1},
      {0, 0, 0},
      {-3, -2, -1},
      {1e300, 1e-300, 1},
      {Double.NaN, 1, 2, Double.NaN},
      {1e9, 1e9}
    };
    for (double[] loss : losses) {
      Path png = folder.resolve("loss.png");
      assertThat(Plots.lossCurve(png, steps(loss.length), loss, 100, "")).isTrue();
      assertThat(ImageIo.readPng(png)).hasToString("3x560x1000");
    }
  }

  @Test
  void drawsNothingFromNothing() {
    Path png = folder.resolve("loss.png");
    for (double[] loss : new double[][] {{}, {1}, {Double.NaN, Double.POSITIVE_INFINITY, 3}}) {
      assertThat(Plots.lossCurve(png, steps(loss.length), loss, 100, "nothing")).isFalse();
    }
    assertThat(png).doesNotExist();
    assertThatThrownBy(() -> Plots.lossCurve(png, steps(3), new double[4], 100, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 steps and 4 losses");
  }

  @Test
  void longRunsAreThinnedAndKeepTheirSpikes() {
    int count = 400_000;
    double[] loss = new double[count];
    Arrays.setAll(loss, i -> 0.03 + 0.002 * Math.sin(i));
    loss[123_456] = 9;
    loss[234_567] = 0.001;
    LossTrace trace = LossTrace.of(steps(count), loss, 2001);
    assertThat(trace.raw().x()).hasSize(1000).isSorted();
    assertThat(trace.raw().y()).contains(9, 0.001);
    assertThat(trace.smooth().x()).hasSize(501).isSorted();
    assertThat(trace.smooth().x()[0]).isEqualTo(1);
    assertThat(trace.smooth().x()[500]).isEqualTo(count);
    // One spike must not hide the rest, on whose ripple the average lies.
    assertThat(trace.logarithmic()).isFalse();
    assertThat(trace.low()).isCloseTo(0.028, within(5e-4));
    assertThat(trace.high()).isCloseTo(0.032, within(5e-4));
    assertThat(trace.smooth().y()[400]).isCloseTo(0.03, within(1e-5));
  }

  @Test
  void aFarFallIsLogarithmic() {
    LossTrace trace = LossTrace.of(steps(800), falling(800), 100);
    assertThat(trace.logarithmic()).isTrue();
    assertThat(trace.raw().y()[0]).isCloseTo(Math.log10(falling(800)[0]), within(1e-12));
    assertThat(trace.high()).isGreaterThan(Arrays.stream(trace.raw().y()).max().orElseThrow());
    double[] negative = Arrays.stream(falling(800)).map(y -> y - 1).toArray();
    assertThat(LossTrace.of(steps(800), negative, 100).logarithmic()).isFalse();
  }

  /** What a progress bar and a table call the loss of a step. */
  @Test
  void theSmoothLineIsTheMeanOfTheLastLosses() {
    double[] loss = {4, 2, 3, 7, 5};
    LossTrace trace = LossTrace.of(steps(5), loss, 3);
    assertThat(trace.logarithmic()).isFalse();
    assertThat(trace.smooth().x()).containsExactly(1, 2, 3, 4, 5);
    assertThat(trace.smooth().y()).containsExactly(4, 3, 3, 4, 5);
  }

  /**
   * A machine without fonts, made by hiding them from a new Java process. There XChart cannot draw
   * at all.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutFontsThereIsACurveWithoutText() throws IOException, InterruptedException {
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig></fontconfig>");
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder, // the JDK keeps a cache of fonts there
                "-cp",
                classPath,
                WithoutFonts.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.txt").toFile());
    java.environment().put("FONTCONFIG_FILE", fonts.toString());
    java.environment().put("FONTCONFIG_PATH", folder.toString());
    java.environment().remove("DISPLAY");
    Process process = java.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(folder.resolve("out.txt")).hasContent("text possible: false\ndrawn: true\n");
    assertThat(process.exitValue()).isZero();
    assertCurve(ImageIo.readPng(folder.resolve("loss.png")));
    assertThat(ImageIo.readPng(folder.resolve("strip.png"))).hasToString("1x28x56");
  }

  /** What the process without fonts does. */
  static final class WithoutFonts {
    public static void main(String[] arguments) {
      Path folder = new File(arguments[0]).toPath();
      System.out.println("text possible: " + Lettering.isPossible());
      System.out.println(
          "drawn: "
              + Plots.lossCurve(
                  folder.resolve("loss.png"), steps(900), falling(900), 100, "no text"));
      Picture digit = Picture.filled(1, 28, 28, 0);
      Picture strip = ImageIo.strip(List.of(digit, digit), List.of("t = 999", "t = 0"), 0);
      ImageIo.writePng(folder.resolve("strip.png"), strip);
    }
  }

  @Test
  void captionsStandBelowTheirPictures() {
    assumeTrue(Lettering.isPossible());
    Picture digit = Picture.filled(3, 28, 28, 0);
    Picture strip = ImageIo.strip(List.of(digit, digit), List.of("t = 999", "t = 0"), 2);
    assertThat(strip.height()).isGreaterThan(28 + 2 * 2 + 8);
    assertThat(strip.width()).isGreaterThan(2 * 28 + 3 * 2); // "t = 999" is wider than 28 pixels
    long ink =
        IntStream.range(0, strip.width()).filter(x -> strip.at(0, 28 + 2 + 8, x) < 128).count();
    assertThat(ink).isPositive();
  }

  /** The strong line must fall from the upper left to the lower right. */
  private static void assertCurve(Picture picture) {
    assertThat(picture).hasToString("3x560x1000");
    int left = topOfCurve(picture, 150, 250);
    int right = topOfCurve(picture, 700, 800);
    assertThat(left).isBetween(30, 400);
    assertThat(right).isBetween(left + 50, 540);
  }

  private static int topOfCurve(Picture picture, int from, int to) {
    for (int y = 0; y < picture.height(); y++) {
      for (int x = from; x < to; x++) {
        int color = picture.at(0, y, x) << 16 | picture.at(1, y, x) << 8 | picture.at(2, y, x);
        if (color == STRONG_BLUE) {
          return y;
        }
      }
    }
    return -1;
  }

  static double[] steps(int count) {
    return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
  }

  static double[] falling(int count) {
    double[] loss = new double[count];
    Arrays.setAll(loss, i -> 0.03 + Math.exp(-10.0 * i / count) + 0.002 * Math.sin(i));
    return loss;
  }
}
