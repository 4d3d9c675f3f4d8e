package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.io.ImageIo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {

  @TempDir Path folder;

  @Test
  void aLineAndAGridForEachRun() {
    Path run = folder.resolve("run");
    TinyRun.train(folder.resolve("bars.idx"), run);
    Path flow = folder.resolve("flow");
    Cli.line(
            "train --recipe flow-small --data %s --out %s --set network.width=8 --threads 1 --batch 4 --steps 2"
                .formatted(folder.resolve("bars.idx"), flow))
        .succeeded();
    Path picture = folder.resolve("both.png");
    Cli result =
        Cli.line("compare %s %s --count 4 --scale 1 --out %s".formatted(run, flow, picture))
            .succeeded();
    assertThat(result.outLines()).hasSize(4);
    assertThat(result.outLines().get(0)).isEqualTo(picture.toString());
    assertThat(result.outLines().get(2)).matches("ddpm +3 +12 .* 40  ancestral.*");
    assertThat(result.outLines().get(3)).matches("flow-small +2 +8 .* 49  heun.*");
    // two grids of 2 x 2 images of 12 pixels, and their names above
    assertThat(ImageIo.readPng(picture).width()).isGreaterThan(2 * (2 * 12 + 3));
  }
}
