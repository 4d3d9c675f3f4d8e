package io.inkwash.cli.restore;

import static io.inkwash.cli.SmallFiles.png;
import static io.inkwash.cli.SmallFiles.replace;
import static io.inkwash.cli.SmallFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.cli.TinyRun;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a person sees who asks {@code restore} for what cannot be: one line, an exit code, and
 * nothing written.
 *
 * <p>In the table, {@code @} is a folder. It holds {@code run}, a model of gray 12x12 pixels;
 * {@code conditional}, one that was always given a class; images by what they are; and {@code
 * photos}, a folder.
 */
class RestoreErrorsTest {
  @TempDir static Path folder;

  /** One kind of error. */
  record Row(int exitCode, String line, String... words) {
    @Override
    public String toString() {
      return exitCode + " " + line + " -> " + words[0];
    }
  }

  /** A command with a run, an image and a place for results. */
  private static Row on(int exitCode, String line, String... words) {
    return new Row(exitCode, "restore " + line + " @/gray.png --run @/run --out @/new", words);
  }

  private static Row usage(String line, String... words) {
    return on(2, line, words);
  }

  private static Row failure(String line, String... words) {
    return on(1, line, words);
  }

  /** Without an image. */
  private static Row bare(int exitCode, String line, String... words) {
    return new Row(exitCode, "restore " + line + " --run @/run --out @/new", words);
  }

  static List<Row> commandLines() {
    return List.of(
        new Row(2, "restore", "a command is missing", "denoise, inpaint"),
        new Row(2, "restore denoisse", "no command denoisse", "did you mean denoise?"),
        new Row(2, "restore inpaint @/gray.png", "missing required", "--mask", "--out"),
        new Row(
            2,
            "restore inpaint @/gray.png --mask @/gray.png --out @/new",
            "missing required",
            "--run=RUN | --model=PATH"),
        bare(2, "denoise --noise 1", "images are missing", "--data"),
        bare(2, "denoise --data @/bars.idx", "--noise is missing", "clean images"),
        bare(2, "complete --missing left --data @/bars.idx --tile", "--tile is for files"),
        usage("denoise --data @/bars.idx --noise 1", "files and --data exclude each other"),
        usage("denoise --noise 1 --count 3", "--count is for --data"),
        usage("denoise --noise 0", "--noise is 0.0", "above 0"),
        usage("denoise --noise NaN", "--noise is NaN", "above 0"),
        usage("complete --missing left --noise -1", "--noise is -1.0", "0 or more"),
        usage("complete --missing middle", "--missing", "CENTER", "middle"),
        usage("complete --missing left --rows 0", "--rows is 0", "1 or more"),
        usage("complete --missing left --method ddmn", "no method ddmn", "did you mean ddnm?"),
        usage("complete --missing left --method dps(zeta=far)", "zeta is far", "a number"),
        usage("complete --missing left --method repaint(jump=0)", "jumps of 0 steps", "1 or more"),
        usage("complete --missing left --method ddnm,ddnm", "--method names one twice"),
        usage("complete --missing left --solver ddim", "--solver is of no use", "ddrm"),
        usage("complete --missing left --steps 0", "--steps is 0", "1 or more"),
        usage("complete --missing left --class 3", "no option --class"),
        usage("superres --factor 1", "--factor is 1", "2 or more"),
        usage(
            "superres --factor 2 --kernel box",
            "--kernel is box, which superres does not undo",
            "block, bicubic"),
        usage("deblur --kernel half", "half, which deblur does not undo", "gaussian, box, motion"),
        usage("undo --degradation radonn", "no degradation radonn", "did you mean radon?"),
        usage("undo --degradation radon(angles=0)", "at 0 angles", "1 or more"),
        usage("undo --degradation none --noise 0", "--noise is 0.0", "above 0"),
        usage("undo", "missing required", "--degradation"),
        usage("deblur --kernel gaussian(sigma=0)", "blur of 0.0 pixels", "above 0"),
        usage("edit --strength 0", "--strength is 0.0", "above 0"),
        usage("edit --strength 0.5:1.2", "--strength is 1.2", "to 1"),
        usage("edit --strength 0.5:0.5", "--strength names one twice"),
        usage("invert --steps 10:0", "--steps is 0", "1 or more"),
        usage("invert --rounds 0", "--rounds is 0", "1 or more"),
        usage("interpolate", "two ends are needed", "--seeds 3:8"),
        usage("interpolate --seeds 1:2", "two ends are needed"),
        bare(2, "interpolate --seeds 1:2:3", "[1, 2, 3]", "two"),
        bare(2, "interpolate --seeds 1:2 --frames 1", "--frames is 1", "2 or more"));
  }

  static List<Row> models() {
    return List.of(
        new Row(1, "restore denoise @/gray.png --run @/no --out @/new", "no: is not there"),
        new Row(
            1,
            "restore denoise @/gray.png --noise 1 --run @/conditional --out @/new",
            "always given a class",
            "conditioningDropout 0.1"),
        failure("colorize", "images of 1 channel are gray", "no color to restore"),
        failure(
            "undo --degradation radon(angles=3) --method ddrm --simulate",
            "ddrm needs the singular values",
            "there are ddnm, pigdm"),
        failure("undo --degradation radon(angles=3)", "gray.png is 12x12, and 18x3 is wanted"),
        failure("undo --degradation radon(angles=3) --tile", "gray is 12x12", "leave --tile out"),
        failure("superres --factor 5", "12 pixels made fewer by a factor of 5"),
        failure("denoise --noise 1e9", "noise of level 1.0E9", "up to"),
        failure("denoise --noise 1 --steps 41", "41 steps", "the table has 40"),
        failure("denoise --noise 1 --solver ancestral-learned --method dps", "learns its variance"),
        failure("invert --steps 10:41", "41 steps", "the table has 40"),
        failure(
            "complete --missing left --method nearest",
            "nearest enlarges images that were made smaller",
            "ddnm,"),
        failure(
            "complete --missing left --noise 0.1 --method repaint",
            "repaint takes its input to be without noise",
            "noise is 0.1",
            "ddnm-plus"),
        failure(
            "denoise --noise 1 --method posterior-sample --solver ddim",
            "needs a stochastic solver",
            "ancestral"));
  }

  static List<Row> images() {
    return List.of(
        failure("inpaint --mask @/none.png", "none.png: no such file"),
        failure("inpaint --mask @/large.png", "mask of shape [16, 20]", "1 x 12 x 12"),
        failure("inpaint --mask @/black.png", "nothing to fill", "paint white what is lost"),
        failure("inpaint --mask @/white.png", "hides everything", "leave black what is known"),
        failure("denoise @/black.png", "black: no noise is seen", "--noise"),
        failure("denoise --noise 1 @/nowhere", "nowhere: no such file"),
        failure("denoise --noise 1 @/bars.idx", "bars.idx: is not PNG, JPEG, WebP or TIFF"),
        failure("denoise --noise 1 @/empty", "empty: holds no PNG, JPEG, WebP or TIFF files"),
        failure("denoise --noise 1 @/photos/gray.png", "another image has that name", "rename it"),
        failure("denoise --noise 1 --tile @/huge.png", "20000x20000", "100 million", "scale it"),
        failure("denoise --noise 1 --tile @/tiny.png", "5x5", "tiles of the model's 12x12"),
        failure("denoise --noise 1 @/strip.png", "the name of the strip and of an image"),
        bare(1, "interpolate @/photos @/strip.png", "3 images", "two"),
        new Row(
            1,
            "restore denoise @/photos --noise 1 --run @/run --out @/photos",
            "gray.png: is an input, which is never written over"),
        new Row(
            1,
            "restore edit @/photos --run @/run --out @/photos",
            "gray.png: is an input, which is never written over"),
        new Row(
            1,
            "restore denoise @/gray.png --noise 1 --run @/run --out @/bars.idx",
            "bars.idx is not a folder"),
        new Row(
            1,
            "restore denoise @/gray.png --noise 1 --run @/run --out @/reported",
            "reported/report.json: is a folder"),
        new Row(
            1,
            "restore invert @/gray.png --steps 4 --run @/run --out @/reported",
            "reported/report.json: is a folder"));
  }

  @BeforeAll
  static void makeFolder() {
    TinyRun.train(folder.resolve("bars.idx"), folder.resolve("run"));
    SmallFiles.copy(folder.resolve("run"), folder.resolve("conditional"));
    replace(
        folder.resolve("conditional/recipe.json"),
        "\"classNames\": [ ]",
        "\"classNames\": [ \"cow\", \"dog\" ]");
    replace(
        folder.resolve("conditional/recipe.json"),
        "\"conditioningDropout\": 0.1",
        "\"conditioningDropout\": 0.0");
    write(folder.resolve("gray.png"), png(12, 12));
    write(folder.resolve("strip.png"), png(12, 12));
    write(folder.resolve("photos/gray.png"), png(12, 12));
    write(folder.resolve("photos/other.png"), png(12, 12));
    write(folder.resolve("reported/report.json/notes.txt"), "in the way");
    write(folder.resolve("large.png"), png(20, 16));
    write(folder.resolve("tiny.png"), png(5, 5));
    write(folder.resolve("empty/notes.txt"), "a poem");
    ImageIo.writePng(folder.resolve("black.png"), Picture.filled(1, 12, 12, 0));
    ImageIo.writePng(folder.resolve("white.png"), Picture.filled(1, 12, 12, 255));
    byte[] huge = png(12, 12);
    ByteBuffer.wrap(huge).putInt(16, 20000).putInt(20, 20000); // its header only claims it
    write(folder.resolve("huge.png"), huge);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"commandLines", "models", "images"})
  void saysItInOneLineAndWritesNothing(Row row) {
    Map<String, Integer> before = SmallFiles.contents(folder);

    Cli.line(row.line.replace("@", folder.toString())).refused(row.exitCode, row.words);

    assertThat(SmallFiles.contents(folder)).isEqualTo(before);
  }
}
