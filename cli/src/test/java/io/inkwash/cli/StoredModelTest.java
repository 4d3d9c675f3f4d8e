package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tiny model of Stable Diffusion, as diffusers stores it, where a run could stand. */
class StoredModelTest {
  private static final Path TINY =
      Path.of("..", "library/src/test/resources/io/inkwash/exchange/latent/tiny1.zip");

  private static final String SMALL = " --width 16 --height 16 --steps 3 --threads 1 ";

  @TempDir static Path folder;

  @BeforeAll
  static void unpack() throws IOException {
    try (InputStream file = Files.newInputStream(TINY);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path to = folder.resolve("tiny").resolve(entry.getName());
        Files.createDirectories(to.getParent());
        Files.copy(zip, to);
      }
    }
    Picture picture = Picture.filled(3, 16, 16, 90);
    picture.paste(Picture.filled(3, 8, 8, 200), 0, 0);
    ImageIo.writePng(folder.resolve("photo.png"), picture);
    Picture mask = Picture.filled(1, 16, 16, 0);
    mask.paste(Picture.filled(1, 8, 16, 255), 0, 0);
    ImageIo.writePng(folder.resolve("hole.png"), mask);
  }

  private static Cli run(String line) {
    return Cli.line(
        line.replace("@", folder.toString()).replace("MODEL", "--model " + folder.resolve("tiny")));
  }

  @Test
  void aPictureIsDrawnAgainFromItsText() {
    run("sample MODEL --prompt fox --negative blurry --guidance 3 --seed 4 --out @/one.png" + SMALL)
        .succeeded();
    Picture one = ImageIo.read(folder.resolve("one.png"));
    assertThat(one.width()).isEqualTo(16);
    assertThat(ImageIo.readPngText(folder.resolve("one.png")))
        .containsEntry("inkwash:model", "tiny")
        .containsEntry("inkwash:prompts", "fox")
        .containsEntry("inkwash:negative", "blurry");
    Cli again = run("sample MODEL --like @/one.png --out @/again.png --threads 1").succeeded();
    assertThat(again.err()).doesNotContain("differ");
    assertThat(ImageIo.read(folder.resolve("again.png"))).isEqualTo(one);
    run("sample MODEL --target v --out @/v.png" + SMALL).succeeded();
    assertThat(run("sample MODEL --like @/v.png --out @/again.png --threads 1").succeeded().err())
        .contains("v.png was drawn with target v, and here it is none; the pictures may differ");
    run("sample MODEL --prompt wolf --negative blurry --guidance 3 --seed 4 --count 2 --images @/two"
            + " --trajectory @/film.gif"
            + SMALL)
        .succeeded();
    assertThat(ImageIo.read(folder.resolve("two/00000.png"))).isNotEqualTo(one);
    assertThat(folder.resolve("film.gif")).isNotEmptyFile();
  }

  @Test
  void holesAreFilledAndTheRestIsKept() {
    run("restore inpaint MODEL @/photo.png --mask @/hole.png --prompt fox --out @/filled" + SMALL)
        .succeeded();
    Picture filled = ImageIo.read(folder.resolve("filled/photo.png"));
    assertThat(filled.at(0, 12, 3)).isEqualTo(90);
    assertThat(filled).isNotEqualTo(ImageIo.read(folder.resolve("photo.png")));
    assertThat(ImageIo.readPngText(folder.resolve("filled/photo.png")))
        .containsEntry("inkwash:prompts", "fox")
        .containsEntry("inkwash:method", "replacement");
    run("restore inpaint MODEL @/photo.png --mask @/hole.png --prompt fox --out @/same" + SMALL)
        .succeeded();
    assertThat(ImageIo.read(folder.resolve("same/photo.png"))).isEqualTo(filled);
    run("restore inpaint MODEL @/photo.png --mask @/hole.png --prompt wolf --out @/wolf" + SMALL)
        .succeeded();
    assertThat(ImageIo.read(folder.resolve("wolf/photo.png"))).isNotEqualTo(filled);
    Cli half =
        run(
            "restore complete MODEL @/photo.png --missing right --simulate --method ddnm,replacement"
                + " --out @/half --json"
                + SMALL);
    half.succeeded();
    assertThat(half.out()).contains("psnr");
    assertThat(ImageIo.read(folder.resolve("half/ddnm/photo.png")).at(0, 2, 2)).isEqualTo(200);
  }

  @Test
  void picturesAreEditedByAPromptAndGoToNoiseAndBack() {
    run("restore edit MODEL @/photo.png --prompt winter --strength 0.4:0.9 --out @/edited" + SMALL)
        .succeeded();
    assertThat(folder.resolve("edited/strip.png")).isNotEmptyFile();
    run("restore edit MODEL @/photo.png --prompt summer --strength 0.9 --out @/summer" + SMALL)
        .succeeded();
    assertThat(ImageIo.read(folder.resolve("summer/photo.png")))
        .isNotEqualTo(ImageIo.read(folder.resolve("edited/strength-0.9/photo.png")));
    run("restore edit MODEL @/photo.png --prompt summer --strength 0.9 --out @/again" + SMALL)
        .succeeded();
    assertThat(ImageIo.read(folder.resolve("again/photo.png")))
        .isEqualTo(ImageIo.read(folder.resolve("summer/photo.png")));
    run("restore invert MODEL @/photo.png --out @/inverted" + SMALL).succeeded();
    run("restore interpolate MODEL --seeds 1:2 --frames 3 --out @/between" + SMALL).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|sample MODEL --run @/run|mutually exclusive",
        "2|sample --prompt fox|--run=RUN | --model=PATH",
        "2|sample MODEL --weights model|--weights is for a run; leave it out with --model",
        "2|sample MODEL --class 3|--class is for a run",
        "2|sample MODEL --reconstruct digits|--reconstruct is for a run",
        "2|sample MODEL --threshold clamp|--threshold is for a run",
        "2|sample MODEL --lora-scale 2|--lora-scale goes with --lora",
        "2|sample MODEL --target w|there is no target w",
        "2|sample --run mnist --target v|--target goes with --model",
        "2|sample --run mnist --width 32|--width goes with --model",
        "2|restore edit --run mnist @/photo.png --out @/no --lora x|--lora goes with --model",
        "2|restore complete MODEL @/photo.png --missing left --tile --out @/no|--tile is for a run",
        "1|sample MODEL --width 18|cannot draw pictures of 18x128; allowed: multiples of 4",
        "1|sample --model @/nowhere|nowhere: does not exist; give a folder of diffusers",
        "1|sample --model @|lacks model_index.json; allowed: a folder of diffusers",
        "1|sample MODEL --lora @/photo.png|photo.png",
        "1|restore deblur MODEL @/photo.png --kernel gaussian --out @/no|deblur needs a model that works in pixels",
        "1|restore denoise MODEL @/photo.png --noise 0.1 --out @/no|denoise needs a model that works in pixels",
        "1|restore superres MODEL @/photo.png --factor 2 --out @/no|superres needs a model that works in pixels",
        "1|restore colorize MODEL @/photo.png --out @/no|colorize needs a model that works in pixels",
        "1|restore complete MODEL @/photo.png --missing left --noise 0.1 --method ddrm --out @/no|how it changes latents is not known",
        "1|restore complete MODEL @/photo.png --missing left --method mean-image --out @/no|mean-image is of pixels",
        "1|restore edit MODEL @/photo.png --prompt fox --prompt wolf --out @/no|one request",
        "1|restore edit --run mnist @/photo.png --prompt fox --out @/no|prompt",
      })
  void whatIsWrongIsOneLine(int exitCode, String line, String words) {
    Cli run = run(line + " --threads 1");
    assertThat(run.err()).contains(words);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.errLines().stream().filter(each -> each.startsWith("  at ")).toList()).isEmpty();
    assertThat(folder.resolve("no")).doesNotExist();
  }
}
