package io.inkwash.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.file.Json;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.restore.degradation.LinearOperator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of {@code restore} with a model of 12x12 pixels that has learned next to nothing.
 */
class RestoreTest {
  private static final int SIDE = 12;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
    // A tenth of them is kept back as test images.
    SmallFiles.write(shared.resolve("more-bars.idx"), SmallFiles.idxImages(60, SIDE, SIDE));
  }

  @BeforeEach
  void drawInputs() {
    SmallFiles.write(folder.resolve("in/a.png"), SmallFiles.png(SIDE, SIDE));
    SmallFiles.write(folder.resolve("in/b.png"), SmallFiles.png(SIDE, SIDE));
  }

  /** Runs a command on the shared run; {@code @} is this test's folder. */
  private Cli restore(String words) {
    String line = "restore " + words + " --run " + shared.resolve("run") + " --threads 1";
    return Cli.line((line + " --precision fp32").replace("@", folder.toString())).succeeded();
  }

  private String bars() {
    return " --data " + shared.resolve("more-bars.idx") + " ";
  }

  private Picture image(String path) {
    return ImageIo.readPng(folder.resolve(path));
  }

  @Test
  void denoiseWritesWhatEachMethodMakesOfEachFile() {
    Map<String, Integer> before = SmallFiles.contents(folder);
    Cli result =
        restore("denoise @/in --noise 0.5 --method posterior-mean,median(size=3) --out @/out");
    assertThat(result.out())
        .contains("  task         denoise", "  noise        0.5", "  images       2 files")
        .containsPattern("posterior-mean +\\d+\\.\\d+ +1 +\\d")
        .containsPattern("median\\(size=3\\) +\\d+\\.\\d+ +0 +\\d")
        .endsWith("\n" + folder.resolve("out/strip.png") + "\n");
    for (String way : List.of("posterior-mean", "median")) {
      for (String name : List.of("a", "b")) {
        assertThat(image("out/" + way + "/" + name + ".png")).hasToString("1x12x12");
      }
    }
    assertThat(ImageIo.readPngText(folder.resolve("out/median/b.png")))
        .containsEntry("inkwash:recipe", "ddpm")
        .containsEntry("inkwash:task", "denoise")
        .containsEntry("inkwash:degradation", "none")
        .containsEntry("inkwash:method", "median(size=3)")
        .containsEntry("inkwash:noise", "0.5")
        .containsEntry("inkwash:steps", "40")
        .containsEntry("inkwash:seed", "0")
        .containsEntry("inkwash:image", "1")
        .containsEntry("inkwash:input", "b")
        .containsKey("inkwash:weights");
    Map<String, Integer> after = SmallFiles.contents(folder);
    after.keySet().removeIf(path -> path.startsWith("out"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void denoiseEstimatesNoiseThatIsNotGiven() {
    Cli result = restore("denoise @/in/a.png --noise-estimate immerkaer --out @/out");
    assertThat(result.err())
        .containsPattern("noise is estimated to be \\d\\.\\d{3} to \\d\\.\\d{3},");
    assertThat(result.out()).contains("  noise        estimated from the image");
    assertThat(image("out/a.png")).hasToString("1x12x12");
  }

  @Test
  void inpaintKeepsWhatIsBlackInTheMask() {
    Picture mask = Picture.filled(1, SIDE, SIDE, 0);
    for (int x = 0; x < SIDE; x++) {
      mask.pixels()[5 * SIDE + x] = (byte) 255;
    }
    ImageIo.writePng(folder.resolve("mask.png"), mask);
    restore("inpaint @/in/a.png --mask @/mask.png --steps 4 --out @/out");
    Picture input = image("in/a.png");
    Picture output = image("out/a.png");
    int changed = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      int difference = Math.abs(input.at(0, i / SIDE, i % SIDE) - output.at(0, i / SIDE, i % SIDE));
      if (i / SIDE == 5) {
        changed += difference > 1 ? 1 : 0;
      } else {
        assertThat(difference).isLessThanOrEqualTo(1); // rounded to a byte
      }
    }
    assertThat(changed).isGreaterThan(SIDE / 2);
  }

  @Test
  void aSetIsTheTruthAndMethodsAreScored() {
    Cli result =
        restore(
            "complete --missing center --count 3 --steps 4 --json --out @/out --method"
                + " ddnm,repaint(jump=1,resamples=2),repaint(jump=1,resamples=3),mean-image"
                + bars());
    JsonNode report = Json.read(result.out(), JsonNode.class);
    assertThat(report.get("facts").get("degradation").asText()).isEqualTo("half(missing=center)");
    assertThat(report.get("facts").get("images").asText()).endsWith("test split, 3 images");
    List<Double> evaluations = new ArrayList<>();
    for (JsonNode row : report.get("methods")) {
      assertThat(row.get("psnr").asDouble()).isBetween(0.0, 60.0);
      assertThat(row.get("ssim").asDouble()).isBetween(-1.0, 1.0);
      assertThat(row.get("residual").asDouble()).isLessThan(1e-6); // all agree with their input
      evaluations.add(row.get("evaluations").asDouble());
    }
    assertThat(evaluations).containsExactly(4.0, 4 + 3 * 1.0, 4 + 3 * 2.0, 0.0);
    // Truth, measured and four ways; three rows. The widest caption says how far apart they are.
    Picture strip = ImageIo.readPng(Path.of(report.get("strip").asText()));
    assertThat(strip.width()).isGreaterThan(6 * 120);
    assertThat(strip.height()).isBetween(3 * 120, 3 * 120 + 50);
    assertThat(image("out/repaint(jump=1,resamples=2)/00002.png")).hasToString("1x12x12");
  }

  @Test
  void imageKDoesNotDependOnTheBatch() {
    String words = "superres --factor 2 --noise 0.1 --steps 4 --count 5 --seed 3" + bars();
    restore(words + "--out @/whole");
    restore(words + "--batch 2 --out @/parts");
    for (int k = 0; k < 5; k++) {
      Picture whole = image("whole/0000" + k + ".png");
      Picture part = image("parts/0000" + k + ".png");
      for (int i = 0; i < SIDE * SIDE; i++) {
        // A network's float32 sums differ in their last digits with the batch.
        assertThat(whole.at(0, i / SIDE, i % SIDE) - part.at(0, i / SIDE, i % SIDE))
            .isBetween(-1, 1);
      }
    }
  }

  @Test
  void superresTakesTheSmallImage() {
    SmallFiles.write(folder.resolve("small.png"), SmallFiles.png(3, 3));
    restore("superres @/small.png --factor 4 --steps 4 --method ddnm,nearest --out @/out");
    assertThat(image("out/ddnm/small.png")).hasToString("1x12x12");
    assertThat(image("out/nearest/small.png")).isEqualTo(ImageIo.enlarge(image("small.png"), 4));
    Cli other = restore("superres @/in/a.png --factor 4 --kernel bicubic --steps 4 --out @/b");
    assertThat(other.err()).contains("a.png is 12x12: cropped to its middle and resized to 3x3");
  }

  @Test
  void deblurSharpens() {
    Cli result =
        restore(
            "deblur @/in --simulate --kernel box(size=3) --steps 4 --out @/out"
                + " --method ddrm,pseudo-inverse");
    // PSNR, SSIM, |Ax - y|, evaluations.
    assertThat(result.out())
        .containsPattern("ddrm +\\d+\\.\\d\\d +-?\\d\\.\\d{4} +\\d+\\.\\d+ +4 ");
  }

  @Test
  void deblurKnowsEveryBlurOfTheCatalog() {
    restore(
        "deblur @/in --simulate --kernel motion(length=3,angle=45) --steps 4 --out @/out"
            + " --method pigdm,dps,pseudo-inverse");
    assertThat(image("out/dps/b.png")).hasToString("1x12x12");
  }

  /**
   * A degradation without a command of its own, of which measurements are no images of its size.
   */
  @Test
  void undoRestoresByTheNameOfTheDegradation() {
    String words = "undo --degradation radon(angles=7) --steps 4 --count 2 --noise 0.01" + bars();
    Cli result = restore(words + "--out @/out");
    assertThat(result.out())
        .contains("  task         reconstruct", "  degradation  radon(angles=7)")
        .containsPattern("pigdm +\\d+\\.\\d\\d ");
    assertThat(image("out/00001.png")).hasToString("1x12x12");
    SmallFiles.write(folder.resolve("scan.png"), SmallFiles.png(18, 7));
    restore("undo --degradation radon(angles=7) @/scan.png --steps 4 --out @/scanned");
    assertThat(image("scanned/scan.png")).hasToString("1x12x12");
  }

  @Test
  void undoIsDenoiseInpaintAndTheOthers() {
    restore("undo --degradation half(missing=top) @/in/a.png --steps 4 --out @/undone");
    restore("complete --missing top @/in/a.png --steps 4 --out @/completed");
    assertThat(image("undone/a.png")).isEqualTo(image("completed/a.png"));
    restore("undo --degradation none @/in/a.png --noise 0.4 --out @/undone");
    restore("denoise @/in/a.png --noise 0.4 --out @/denoised");
    assertThat(image("undone/a.png")).isEqualTo(image("denoised/a.png"));
  }

  /** A degradation of one's own is named as those of the catalog are. */
  @Test
  void undoKnowsRegisteredDegradations() {
    Catalog.DEGRADATIONS.register(
        "dimmed",
        (channels, height, width) ->
            new LinearOperator() {
              @Override
              public long[] measured(long... image) {
                return image;
              }

              @Override
              public Tensor apply(Tensor x) {
                return x.mul(new Scalar(0.5));
              }

              @Override
              public Tensor adjoint(Tensor y) {
                return y.mul(new Scalar(0.5));
              }
            },
        "half of the light is lost");
    Cli result =
        restore(
            "undo --degradation dimmed @/in --simulate --steps 4 --method ddnm,pigdm"
                + " --out @/out");
    assertThat(result.out()).contains("  task         undo", "  degradation  dimmed");
    assertThat(difference(image("in/a.png"), image("out/ddnm/a.png"))).isLessThan(SIDE * SIDE);
  }

  @Test
  void coloredImagesBecomeGrayForAGrayModel() {
    Picture color = Picture.filled(3, SIDE, SIDE, 0);
    for (int i = 0; i < SIDE * SIDE; i++) {
      color.pixels()[i] = (byte) 200; // red
    }
    ImageIo.writePng(folder.resolve("red.png"), color);
    ImageIo.writePng(folder.resolve("gray.png"), Picture.filled(1, SIDE, SIDE, 60));
    Cli red = restore("denoise @/red.png --noise 0.5 --out @/red");
    assertThat(red.err()).contains("red.png is in color: converted to gray");
    Cli gray = restore("denoise @/gray.png --noise 0.5 --out @/gray"); // 0.299 of 200
    assertThat(gray.err()).doesNotContain("converted");
    assertThat(image("red/red.png")).isEqualTo(image("gray/gray.png"));
  }

  @Test
  void colorizeGivesGrayImagesColor() {
    for (int k = 0; k < 4; k++) {
      Picture color = Picture.filled(3, SIDE, SIDE, 60 * k);
      color.pixels()[k] = (byte) 200;
      ImageIo.writePng(shared.resolve("colors/" + k + ".png"), color);
    }
    Path run = shared.resolve("color-run");
    Cli.line(
            "train --data %s --out %s --batch 4 --steps 1 %s"
                .formatted(shared.resolve("colors"), run, TinyRun.SMALL))
        .succeeded();
    Cli.line(
            "restore colorize %s --run %s --steps 4 --threads 1 --precision fp32 --out %s"
                .formatted(folder.resolve("in/a.png"), run, folder.resolve("out")))
        .succeeded();
    assertThat(image("out/a.png")).hasToString("3x12x12");
  }

  @Test
  void editKeepsMoreTheWeakerItIs() {
    Cli result = restore("edit @/in --strength 0.1:1 --solver ddim --steps 10 --out @/out");
    assertThat(result.out()).isEqualTo(folder.resolve("out/strip.png") + "\n");
    assertThat(ImageIo.readPngText(folder.resolve("out/strength-0.1/a.png")))
        .containsEntry("inkwash:strength", "0.1")
        .containsEntry("inkwash:solver", "ddim(eta=0)");
    assertThat(difference(image("in/a.png"), image("out/strength-0.1/a.png")))
        .isLessThan(difference(image("in/a.png"), image("out/strength-1.0/a.png")));
  }

  @Test
  void interpolateBlendsOneIntoTheOther() {
    Cli result =
        restore("interpolate @/in/a.png @/in/b.png --frames 4 --steps 5 --scale 2 --out @/out");
    assertThat(result.outLines())
        .containsExactly(
            folder.resolve("out/strip.png").toString(), folder.resolve("out/film.gif").toString());
    // Four pictures of 24 pixels, five gaps of 4.
    assertThat(image("out/strip.png")).hasToString("1x32x116");
    restore("interpolate --seeds 1:2 --linear --frames 3 --steps 5 --out @/seeds");
    assertThat(ImageIo.readPngText(folder.resolve("seeds/strip.png")))
        .containsEntry("inkwash:way", "linear")
        .containsEntry("inkwash:ends", "seeds [1, 2]");
  }

  /** The first frame between two seeds is the picture that {@code sample} draws of the first. */
  @Test
  void interpolateOfSeedsBeginsWithTheirSample() {
    restore("interpolate --seeds 4:5 --frames 2 --steps 5 --scale 1 --out @/seeds");
    Cli.line(
            "sample --run %s --seed 4 --count 1 --solver ddim --grid trailing --steps 5"
                    .formatted(shared.resolve("run"))
                + " --threshold none --threads 1 --precision fp32 --images "
                + folder.resolve("drawn"))
        .succeeded();
    Picture strip = image("seeds/strip.png");
    Picture drawn = image("drawn/00000.png");
    for (int i = 0; i < SIDE * SIDE; i++) {
      assertThat(strip.at(0, 2 + i / SIDE, 2 + i % SIDE) - drawn.at(0, i / SIDE, i % SIDE))
          .isBetween(-1, 1); // drawn in batches of two and of one
    }
  }

  @Test
  void invertPrintsTheErrorOfEachNumberOfSteps() {
    String words = "invert --steps 4:40 --count 2 --out @/out" + bars();
    JsonNode errors = Json.read(restore(words + "--json").out(), JsonNode.class).get("errors");
    assertThat(errors).hasSize(2);
    assertThat(errors.get(0).get("steps").asInt()).isEqualTo(4);
    assertThat(errors.get(1).get("error").asDouble())
        .isPositive()
        .isLessThan(errors.get(0).get("error").asDouble());
    assertThat(image("out/40 steps/00001.png")).hasToString("1x12x12");
  }

  @Test
  void imagesOfOtherSizesAreResizedOrTiled() {
    SmallFiles.write(folder.resolve("wide.png"), SmallFiles.png(20, 16));
    Cli resized = restore("denoise @/wide.png --noise 0.4 --out @/resized");
    assertThat(resized.err()).contains("wide.png is 20x16: cropped to its middle and resized to");
    assertThat(image("resized/wide.png")).hasToString("1x12x12");
    Cli tiled = restore("denoise @/wide.png --noise 0.4 --tile --out @/tiled");
    assertThat(tiled.err()).contains("are worked on in tiles");
    assertThat(image("tiled/wide.png")).hasToString("1x16x20");
    restore("superres @/wide.png --factor 2 --tile --steps 2 --out @/large");
    assertThat(image("large/wide.png")).hasToString("1x32x40");
    restore("edit @/wide.png --tile --steps 2 --out @/edited");
    assertThat(image("edited/wide.png")).hasToString("1x16x20");
  }

  private static int difference(Picture a, Picture b) {
    int sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      sum += Math.abs(a.at(0, i / SIDE, i % SIDE) - b.at(0, i / SIDE, i % SIDE));
    }
    return sum;
  }
}
