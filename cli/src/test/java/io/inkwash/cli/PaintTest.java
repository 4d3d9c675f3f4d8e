package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaintTest {

  @Test
  void whatIsWrongIsOneLine(@TempDir Path folder) throws IOException {
    assertFails(
        1, "lacks model_index.json; allowed: a folder of diffusers", "--model", folder.toString());
    assertFails(2, "--mask and --strength go with --on", "--model", "m", "--mask", "x.png");
    assertFails(2, "there is no guidance", "--model", "m", "--guidance", "none-such");
    Path picture = folder.resolve("a.png");
    ImageIo.writePng(picture, Picture.filled(3, 8, 8, 9));
    assertFails(
        1,
        "the picture has 8x8 pixels; allowed: 16x8",
        "--model",
        "m",
        "--on",
        picture.toString(),
        "--width",
        "16");
  }

  private static void assertFails(int exitCode, String message, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "paint";
    System.arraycopy(options, 0, words, 1, options.length);
    Cli run = Cli.run(words);
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err()).contains(message);
  }
}
