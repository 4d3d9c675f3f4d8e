package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model of captions on the command line. */
class PromptTest {
  private static final String DRAW = " --threads 1 --precision fp32 --steps 3 --count 3 --out ";

  @TempDir static Path folder;

  private static Path run() {
    return folder.resolve("run");
  }

  private static Cli sample(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "sample";
    arguments[1] = "--run";
    arguments[2] = run().toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Cli.run(arguments);
  }

  private static Cli draw(Path out, String... more) {
    String[] usual = (DRAW.strip() + " " + out).split(" ");
    String[] all = new String[usual.length + more.length];
    System.arraycopy(usual, 0, all, 0, usual.length);
    System.arraycopy(more, 0, all, usual.length, more.length);
    return sample(all);
  }

  @BeforeAll
  static void train() {
    Cli.line(
            "train --recipe text-small --data digits-captions --size 8 --out "
                + run()
                + " --set network=compact-unet(width=32,middle=1)"
                + " --set text=transformer(width=16,layers=1,heads=1)"
                + " --set learningRate.warmup=1 --set learningRate.rate=1e-2 --set learning.ema=0.5"
                + " --threads 1 --precision fp32 --batch 4 --steps 12")
        .succeeded();
  }

  @Test
  void aPictureOfPromptsIsDrawnAgainFromItsText() throws IOException {
    Path grid = folder.resolve("grid.png");
    draw(
            grid,
            "--prompt",
            "a three",
            "--prompt",
            "a bold seven",
            "--negative",
            "a one",
            "--guidance",
            "2",
            "--seed",
            "4")
        .succeeded();
    assertThat(ImageIo.readPngText(grid))
        .containsEntry("inkwash:prompts", "a three\na bold seven")
        .containsEntry("inkwash:negative", "a one")
        .containsEntry("inkwash:count", "3")
        .hasEntrySatisfying(
            "inkwash:guidance", words -> assertThat(words).startsWith("classifier-free(weight=2"));
    Path again = folder.resolve("again.png");
    sample(
            "--like",
            grid.toString(),
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--out",
            again.toString())
        .succeeded();
    assertThat(again).hasSameBinaryContentAs(grid);
  }

  @Test
  void oneOfManyPicturesIsDrawnAgain() throws IOException {
    Path prompts = Files.writeString(folder.resolve("prompts.txt"), "a two\n\n a nine \n");
    Path images = folder.resolve("images");
    draw(folder.resolve("many.png"), "--prompts", prompts.toString(), "--images", images.toString())
        .succeeded();
    Path second = images.resolve("00001.png");
    assertThat(ImageIo.readPngText(second)).containsEntry("inkwash:prompts", "a two\na nine");
    Path again = folder.resolve("second.png");
    sample(
            "--like",
            second.toString(),
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--scale",
            "1",
            "--out",
            again.toString())
        .succeeded();
    assertThat(ImageIo.readPngText(again)).containsEntry("inkwash:image", "1");
  }

  /** The prompt leads, and the same request gives the same picture. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "edit @/photo.png --strength 0.9",
        "inpaint @/photo.png --mask @/hole.png",
        "complete @/photo.png --missing right"
      })
  void picturesAreRestoredByAPrompt(String task) {
    Picture photo = Picture.filled(1, 8, 8, 0);
    photo.paste(Picture.filled(1, 2, 6, 255), 2, 1);
    ImageIo.writePng(folder.resolve("photo.png"), photo);
    Picture hole = Picture.filled(1, 8, 8, 0);
    hole.paste(Picture.filled(1, 4, 8, 255), 4, 0);
    ImageIo.writePng(folder.resolve("hole.png"), hole);
    Picture three = restored(task, "a three", 4);
    assertThat(restored(task, "a three", 4)).isEqualTo(three);
    assertThat(restored(task, "a bold seven", 4)).isNotEqualTo(three);
    assertThat(restored(task, "a three", 5)).isNotEqualTo(three);
  }

  private static Picture restored(String task, String prompt, int seed) {
    String[] fixed =
        ("restore "
                + task.replace("@", folder.toString())
                + (" --guidance 5 --steps 5 --threads 1 --precision fp32 --seed " + seed)
                + (" --run " + run() + " --out " + folder.resolve("restored")))
            .split(" ");
    String[] all = Arrays.copyOf(fixed, fixed.length + 2);
    all[fixed.length] = "--prompt";
    all[fixed.length + 1] = prompt;
    Cli.run(all).succeeded();
    return ImageIo.read(folder.resolve("restored/photo.png"));
  }

  @Test
  void whatCannotBeIsRefusedInOneLine() throws IOException {
    Path png = folder.resolve("x.png");
    draw(png, "--prompt", "a thre").refused(1, "did you mean three?");
    draw(png, "--prompt", "a one", "--class", "3").refused(2, "--class and --prompt exclude");
    draw(png, "--prompt", "a one", "--prompts", "f").refused(2, "--prompt and --prompts exclude");
    draw(png, "--prompts", folder.resolve("none.txt").toString()).refused(1, "none.txt");
    draw(png, "--prompt", "a one", "--negative", "a two", "--guidance", "none")
        .refused(1, "there is none; add guidance");
    sample("--like", "x.png", "--seed", "3")
        .refused(2, "--seed is stated by the picture of --like");
    Path plain = folder.resolve("plain.png");
    ImageIo.writePng(plain, Picture.filled(1, 4, 4, 0));
    sample("--like", plain.toString()).refused(1, "does not state how it was drawn");
    Cli.line("train --recipe text-small --data digits --size 8 --out " + folder.resolve("no"))
        .refused(1, "recipe text-small reads captions, and digits has none");
    Cli.line("sample --run mnist --prompt three --out " + png)
        .refused(1, "for a model of classes; request one of its classes");
  }

  @Test
  void dataShowsCaptions() {
    assertThat(Cli.line("data show digits-pairs --count 2").succeeded().out())
        .contains("10,000 images of 56x28")
        .contains("  a zero and a ");
  }

  @Test
  void aClassOfAModelOfCaptionsPointsToPrompts() {
    sample("--class", "3").refused(1, "class \"3\" of a model of captions", "--prompt TEXT");
  }
}
