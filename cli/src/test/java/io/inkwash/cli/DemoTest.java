package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.picture.ImageIo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path folder;

  @Test
  void trainsDrawsAndSaysWhereToLook() throws Exception {
    Path taken = folder.resolve("demo");
    SmallFiles.write(taken.resolve("mine.txt"), "kept");
    Path run = folder.resolve("demo-2");

    Cli result = Cli.line("demo --minutes 0.05 --count 4 --threads 1 --out " + taken).succeeded();

    assertThat(result.err()).contains("training a network of", "10,000 drawn digits of 16x16");
    for (String file : new String[] {"samples.png", "progress.png", "film.gif", "loss.png"}) {
      assertThat(result.out()).contains(run.resolve(file).toString());
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    // 2 x 2 pictures of 16 pixels, white of 2 between and around, each pixel 4 x 4
    assertThat(ImageIo.readPng(run.resolve("samples.png"))).hasToString("1x152x152");
    assertThat(run.resolve("samples")).isNotEmptyDirectory();
    assertThat(taken.toFile().list()).containsExactly("mine.txt");
  }
}
