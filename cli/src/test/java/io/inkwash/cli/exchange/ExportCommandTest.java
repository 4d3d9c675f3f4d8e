package io.inkwash.cli.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.cli.Cli;
import io.inkwash.cli.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inkwash export} and what other commands make of its files. */
class ExportCommandTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    TinyRun.train(shared.resolve("bars.idx"), shared.resolve("run"));
  }

  private Cli export(String options) {
    return Cli.line("export " + shared.resolve("run") + " --out " + folder.resolve("x") + options);
  }

  @Test
  void aRunOfWeightsAloneDrawsTheSameAndIsSmall() throws IOException {
    assertThat(export(" --weights-only").succeeded().out())
        .isEqualTo("ema weights of step 3 in " + folder.resolve("x") + "\n");
    for (Path run : new Path[] {shared.resolve("run"), folder.resolve("x")}) {
      Path png = folder.resolve(run.getFileName() + ".png");
      Cli.line("sample --run " + run + " --count 2 --threads 1 --out " + png).succeeded();
    }
    assertThat(folder.resolve("x.png")).hasSameBinaryContentAs(folder.resolve("run.png"));
    assertThat(4.0 * checkpoints(folder.resolve("x")) / checkpoints(shared.resolve("run")))
        .isBetween(0.95, 1.05);
    Cli.line("train --resume " + folder.resolve("x") + " --steps 4")
        .refused(1, "holds weights alone", "train --from " + folder.resolve("x"));
  }

  @Test
  void aFolderOfSeedsGoesOnWithNoRunOfWeightsAlone() {
    Path bars = shared.resolve("bars.idx");
    String seeds = "train --data " + bars + TinyRun.SMALL + " --batch 4 --seeds 0 --out ";
    Cli.line(seeds + folder.resolve("whole") + " --steps 1").succeeded();
    Path alone = folder.resolve("new/folders/seed-0");
    Cli.line("export " + folder.resolve("whole/seed-0") + " --weights-only --out " + alone)
        .succeeded();
    Cli.line(seeds + alone.getParent() + " --steps 2")
        .refused(1, "holds weights alone", "begin another run with train --from " + alone);
  }

  private static long checkpoints(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve("checkpoints"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Test
  void aStateDictIsImportedAgain() {
    export(" --to pytorch").succeeded();
    Cli.line(
            "import "
                + folder.resolve("x")
                + " --recipe ddpm --size 12 --set network.width=8 --out "
                + folder.resolve("again"))
        .succeeded();
    assertThat(folder.resolve("again/checkpoints/step-00000000/ema.safetensors"))
        .hasSameBinaryContentAs(shared.resolve("run/checkpoints/step-00000003/ema.safetensors"));
  }

  @Test
  void refusalsAreOneLine() {
    export("").refused(2, "--to", "--weights-only");
    export(" --to keras").refused(2, "--to", "SAFETENSORS, PYTORCH, DIFFUSERS", "keras");
    export(" --to diffusers").refused(1, "diffusers has no network simple-unet");
    Cli.line("export " + shared + " --to pytorch --out " + folder.resolve("x"))
        .refused(1, "is not a run");
    assertThat(folder).isEmptyDirectory();
  }
}
