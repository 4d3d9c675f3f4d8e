package io.inkwash.cli;

import static io.inkwash.format.Text.format;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  private static final int SIDE = 12;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  /** Runs {@code sample} on the shared run. */
  private static Cli sample(String more) {
    return Cli.line(
            "sample --run " + shared.resolve("run") + " --threads 1 --precision fp32 " + more)
        .succeeded();
  }

  private Picture image(String set, int k) {
    return ImageIo.readPng(folder.resolve(set).resolve(format("%05d.png", k)));
  }

  @Test
  void aModelThatComesWithTheToolIsDrawnFromByItsName() {
    Path grid = folder.resolve("seven.png");
    Cli.line("sample --run mnist --class 7 --count 1 --threads 1 --out " + grid).succeeded();
    assertThat(ImageIo.readPngText(grid))
        .containsEntry("inkwash:recipe", "flow-compact")
        .containsEntry("inkwash:classes", "[7]");
  }

  @Test
  void averagesOfOtherWidthsAreDrawnFrom() {
    Path run = folder.resolve("averages");
    Cli.line(
            "train --data %s --out %s --set emaProfiles=power --batch 4 --steps 3 --checkpoint-every 1%s"
                .formatted(shared.resolve("bars.idx"), run, TinyRun.SMALL))
        .succeeded();
    Path grid = folder.resolve("wide.png");
    String words = "sample --run " + run + " --count 1 --steps 2 --threads 1 --out " + grid;
    Cli.line(words + " --ema-width 0.2").succeeded();
    assertThat(ImageIo.readPngText(grid)).containsEntry("inkwash:ema-width", "0.2");
    isDrawnAgain(run, grid);
    Cli.line(words + " --ema-width 0.5")
        .refused(1, "width is 0.5; allowed: 0.0001 to 0.28, such as 0.1");
    Cli.line(words + " --ema-width 0.2 --weights model")
        .refused(2, "--ema-width is of an average, and --weights model is none");
    Cli.line(words + " --weights model").succeeded();
    isDrawnAgain(run, grid);
  }

  /** By the weights that the picture states. */
  private void isDrawnAgain(Path run, Path grid) {
    Path again = folder.resolve("again.png");
    Cli drawn =
        Cli.line("sample --threads 1 --run " + run + " --like " + grid + " --out " + again)
            .succeeded();
    assertThat(drawn.err()).doesNotContain("other weights");
    assertThat(again).hasSameBinaryContentAs(grid);
  }

  @Test
  void aSolverMayHaveTheNameThatAnotherProgramGivesIt() {
    Path grid = folder.resolve("peer.png");
    Cli result = sample("--count 1 --solver dpmpp_2m_sgm_uniform --steps 4 --out " + grid);
    assertThat(result.err()).contains("--solver dpmpp_2m_sgm_uniform is dpm++@trailing");
    assertThat(ImageIo.readPngText(grid))
        .containsEntry("inkwash:grid", "trailing")
        .hasEntrySatisfying("inkwash:solver", solver -> assertThat(solver).startsWith("dpm++"));
  }

  @Test
  void aSolverMayBeNamedWithItsGrid() {
    Path grid = folder.resolve("leading.png");
    sample("--count 1 --solver ddim@leading --steps 4 --out " + grid);
    assertThat(ImageIo.readPngText(grid))
        .hasEntrySatisfying("inkwash:grid", times -> assertThat(times).startsWith("leading"))
        .hasEntrySatisfying("inkwash:solver", solver -> assertThat(solver).startsWith("ddim"));
  }

  @Test
  void theGridTellsHowItWasMade() {
    Path grid = folder.resolve("deep/grid.png");
    Cli result = sample("--count 6 --seed 7 --solver ddim(eta=0.5) --steps 10 --out " + grid);
    assertThat(result.out()).isEqualTo(grid + "\n");
    // 3 columns and 2 rows of 12 pixels, white of 2 between and around, each pixel 2 x 2
    assertThat(ImageIo.readPng(grid)).hasToString("1x60x88");

    Map<String, String> text = ImageIo.readPngText(grid);
    assertThat(text)
        .containsEntry("inkwash:recipe", "ddpm")
        .containsEntry("inkwash:step", "3")
        .containsEntry("inkwash:solver", "ddim(eta=0.5)")
        .containsEntry("inkwash:grid", "trailing")
        .containsEntry("inkwash:steps", "10")
        .containsEntry("inkwash:seed", "7");
    assertThat(text.get("Software")).startsWith("inkwash ");
    assertThat(text.get("inkwash:weights")).matches("ema sha256:[0-9a-f]{64}");
  }

  @Test
  void withoutWordsItUsesTheRecipesSampler() {
    Cli result = sample("--count 2");
    Path grid = shared.resolve("run/samples.png");
    assertThat(result.out()).isEqualTo(grid + "\n");
    assertThat(ImageIo.readPngText(grid))
        .containsEntry("inkwash:solver", "ancestral(variance=small)")
        .containsEntry("inkwash:grid", "all")
        .containsEntry("inkwash:steps", "40");
  }

  @Test
  void imageKDependsOnNeitherBatchNorCount() {
    sample("--seed 7 --count 6 --images " + folder.resolve("whole"));
    sample("--seed 7 --count 6 --batch 5 --images " + folder.resolve("parts"));
    sample("--seed 7 --count 3 --images " + folder.resolve("fewer"));
    sample("--seed 7 --first 3 --count 3 --images " + folder.resolve("rest"));
    sample("--seed 8 --count 6 --images " + folder.resolve("other"));
    assertThat(folder.resolve("rest").toFile().list())
        .containsExactlyInAnyOrder("00003.png", "00004.png", "00005.png");
    assertThat(ImageIo.readPngText(folder.resolve("rest/00004.png")))
        .isEqualTo(ImageIo.readPngText(folder.resolve("whole/00004.png")));
    assertThat(folder.resolve("whole").toFile().list()).hasSize(6);
    assertThat(folder.resolve("fewer").toFile().list()).hasSize(3);
    for (int k = 0; k < 6; k++) {
      assertThat(difference(image("whole", k), image("parts", k))).isLessThanOrEqualTo(1);
      if (k < 3) {
        assertThat(difference(image("whole", k), image("fewer", k))).isLessThanOrEqualTo(1);
      } else {
        assertThat(difference(image("whole", k), image("rest", k))).isLessThanOrEqualTo(1);
      }
      assertThat(difference(image("whole", k), image("other", k))).isGreaterThan(10);
      assertThat(difference(image("whole", k), image("whole", (k + 1) % 6))).isGreaterThan(10);
    }
  }

  @Test
  void singleImagesAreTheCellsOfTheGrid() {
    Path grid = folder.resolve("grid.png");
    Cli result =
        sample("--count 4 --scale 1 --out " + grid + " --images " + folder.resolve("single"));
    assertThat(result.outLines())
        .containsExactly(grid.toString(), folder.resolve("single").toString());
    Picture whole = ImageIo.readPng(grid);
    for (int k = 0; k < 4; k++) {
      Picture one = image("single", k);
      int top = 2 + k / 2 * (SIDE + 2);
      int left = 2 + k % 2 * (SIDE + 2);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          assertThat(whole.at(0, top + y, left + x)).isEqualTo(one.at(0, y, x));
        }
      }
      assertThat(ImageIo.readPngText(folder.resolve("single/0000" + k + ".png")))
          .containsEntry("inkwash:image", Integer.toString(k));
    }
  }

  @Test
  void theStripEndsInTheImage() {
    Path strip = folder.resolve("strip.png");
    assertThat(sample("--scale 1 --seed 3 --trajectory " + strip).out()).isEqualTo(strip + "\n");
    sample("--seed 3 --count 1 --images " + folder.resolve("single"));
    Picture row = ImageIo.readPng(strip);
    assertThat(ImageIo.readPngText(strip)).containsEntry("inkwash:seed", "3");
    // eight cells; captions may be wider than the pictures and stand them further apart
    int cell = (row.width() - 2) / 8;
    assertThat((row.width() - 2) % 8).isZero();
    assertThat(cell).isGreaterThanOrEqualTo(SIDE + 2);
    int left = 2 + 7 * cell + (cell - 2 - SIDE) / 2;
    Picture last = image("single", 0);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertThat(row.at(0, 2 + y, left + x)).isEqualTo(last.at(0, y, x));
      }
    }
  }

  @Test
  void theFilmShowsEveryStep() throws IOException {
    Path film = folder.resolve("film.gif");
    sample("--scale 3 --trajectory " + film);
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new File(film.toString()))) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(1 + 40 + 30); // it rests on the last
      assertThat(reader.getWidth(0)).isEqualTo(11 * SIDE); // about 128 pixels
    } finally {
      reader.dispose();
    }
  }

  @Test
  void modelWeightsAndOlderStepsCanBeAskedFor() {
    sample("--count 1 --step 3 --images " + folder.resolve("ema"));
    sample("--count 1 --weights model --images " + folder.resolve("model"));
    Map<String, String> ema = ImageIo.readPngText(folder.resolve("ema/00000.png"));
    Map<String, String> model = ImageIo.readPngText(folder.resolve("model/00000.png"));
    assertThat(ema).containsEntry("inkwash:step", "3");
    assertThat(model.get("inkwash:weights")).matches("model sha256:[0-9a-f]{64}");
    assertThat(model.get("inkwash:weights").substring(5))
        .isNotEqualTo(ema.get("inkwash:weights").substring(3));
  }

  private static Cli refused(String more) {
    return Cli.line("sample --run " + shared.resolve("run") + " --threads 1 " + more);
  }

  @Test
  void continueDrawsTheMissingPictures() throws IOException {
    Path set = folder.resolve("set");
    String draw = "--seed 7 --steps 4 --solver ddim --batch 2 --images ";
    sample(draw + set + " --count 6");
    Map<String, Integer> whole = SmallFiles.contents(set);
    Files.delete(set.resolve("00004.png"));
    Files.delete(set.resolve("00005.png"));
    Files.writeString(set.resolve(".00004.png.1a2b3c4d.partial"), "half a picture");
    Files.setLastModifiedTime(set.resolve("00003.png"), FileTime.fromMillis(0));

    Cli rest = sample(draw + set + " --count 6 --continue");
    assertThat(rest.err()).contains("4 of 6 pictures are there already");
    assertThat(SmallFiles.contents(set)).isEqualTo(whole);
    assertThat(Files.getLastModifiedTime(set.resolve("00003.png")).toMillis()).isZero();

    Path grid = folder.resolve("grid.png");
    Path straight = folder.resolve("straight.png");
    assertThat(sample(draw + set + " --count 6 --continue --out " + grid).err())
        .contains("6 of 6 pictures are there already");
    sample("--seed 7 --steps 4 --solver ddim --batch 2 --count 6 --out " + straight);
    assertThat(ImageIo.readPng(grid)).isEqualTo(ImageIo.readPng(straight));
  }

  @Test
  void picturesOfOtherSettingsAreNeverContinued() {
    Path set = folder.resolve("set");
    sample("--seed 7 --steps 2 --solver ddim --count 2 --images " + set);
    Map<String, Integer> before = SmallFiles.contents(set);
    for (String other : List.of("--seed 8 --steps 2", "--seed 7 --steps 3")) {
      refused("--solver ddim --count 3 --continue --images " + set + " " + other)
          .refused(1, "00000.png", "was drawn by other settings");
    }
    refused("--continue").refused(2, "--continue goes with --images");
    assertThat(SmallFiles.contents(set)).isEqualTo(before);
  }

  /** The places are seen to before libtorch is set up, so that nothing is drawn in vain. */
  @Test
  void placesThatCannotBeWrittenAreRefusedBeforeDrawing() throws IOException {
    Path run = folder.resolve("run");
    SmallFiles.copy(shared.resolve("run"), run);
    Files.deleteIfExists(run.resolve("samples.png"));
    Files.createDirectory(run.resolve("samples.png"));
    Cli taken = Cli.line("sample --run " + run);
    taken.refused(1, "samples.png: is a folder");
    assertThat(taken.errLines()).hasSize(1);

    Files.delete(run.resolve("samples.png"));
    assumeTrue(
        run.toFile().setWritable(false) && !Files.isWritable(run), "root may write anywhere");
    try {
      Cli readOnly = Cli.line("sample --run " + run);
      readOnly.refused(1, "cannot be written: no permission in " + run);
      assertThat(readOnly.errLines()).hasSize(1);
    } finally {
      assertThat(run.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void noPrecisionStandsBeforeAnError() {
    Cli result = Cli.line("sample --run " + shared.resolve("run") + " --threads 1 --step 7");
    result.refused(1, "no checkpoint of step 7");
    assertThat(result.errLines()).hasSize(1);
    assertThat(Cli.line("sample --count 1 --run " + shared.resolve("run")).succeeded().err())
        .contains("precision ");
  }

  private static int difference(Picture a, Picture b) {
    int most = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        most = Math.max(most, Math.abs(a.at(0, y, x) - b.at(0, y, x)));
      }
    }
    return most;
  }
}
