package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.AtomicFiles;
import io.inkwash.model.Run;
import io.inkwash.recipe.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs by one command. */
class SweepTest {
  private static final String RATE = "learning.learningRate.rate";

  @TempDir Path folder;
  private String data;

  @BeforeEach
  void writeImages() {
    SmallFiles.write(folder.resolve("bars.idx"), SmallFiles.idxImages(24, 12, 12));
    data = " --data " + folder.resolve("bars.idx") + " --batch 4" + TinyRun.SMALL;
  }

  private Cli sweep(String words) {
    return Cli.line("sweep --out " + folder.resolve("grid") + data + " " + words);
  }

  private static Map<String, String> settings(Path run) {
    return Settings.of(Run.open(run).recipe());
  }

  @Test
  void everyCombinationIsTrainedOnceAndMoreWhereMoreIsWanted() {
    Cli first = sweep("--set rate=1e-3:2e-4 --seeds 0:5 --steps 2").succeeded();
    Path run = folder.resolve("grid/rate-2e-4/seed-5");
    assertThat(settings(run)).containsEntry(RATE, "2.0E-4").containsEntry("training.batch", "4");
    assertThat(Run.open(run).provenance().seed()).isEqualTo(5);
    assertThat(first.outLines()).hasSize(3);
    assertThat(first.outLines().get(0)).matches("recipe +run +settings +step .*");
    assertThat(first.outLines().get(1))
        .matches("ddpm +rate-1e-3 \\(2 seeds\\) +" + RATE + "=0.001 +2 +8 .* ± .*");
    assertThat(first.err()).contains("run 4 of 4: " + run, "compare " + folder.resolve("grid"));

    Map<String, Integer> before = SmallFiles.contents(folder.resolve("grid"));
    Cli again = sweep("--set rate=1e-3:2e-4 --seeds 0:5 --steps 2").succeeded();
    assertThat(again.out()).isEqualTo(first.out());
    assertThat(SmallFiles.contents(folder.resolve("grid"))).isEqualTo(before);

    AtomicFiles.delete(run); // as where the sweep was stopped before it
    sweep("--set rate=1e-3:2e-4 --seeds 0:5 --steps 3").succeeded();
    assertThat(run.resolve("checkpoints/step-00000003")).isDirectory();
    assertThat(folder.resolve("grid/rate-1e-3/seed-0/checkpoints/step-00000003")).isDirectory();
  }

  /** What was trained by itself and what one command trained are the same, bit for bit. */
  @Test
  void seedsOfTrainAreRunsAsAnyOther() {
    Path out = folder.resolve("seeds");
    Cli.line("train --out " + out + data + " --seeds 0:1 --steps 2").succeeded();
    Cli.line("train --out " + folder.resolve("one") + data + " --seed 1 --steps 2").succeeded();
    String weights = "checkpoints/step-00000002/model.safetensors";
    assertThat(out.resolve("seed-1").resolve(weights))
        .hasSameBinaryContentAs(folder.resolve("one").resolve(weights));
    assertThat(Files.exists(out.resolve("seed-0").resolve(weights))).isTrue();
    assertThat(Cli.line("compare " + out).succeeded().outLines().get(1))
        .matches("ddpm +seeds \\(2 seeds\\) +2 +8 .* ± .*");
  }

  @Test
  void aRunThatDivergesDoesNotKeepTheOthersFromBeingTrained() {
    Cli result = sweep("--set rate=1e30:1e-3 --steps 6");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("diverged: " + folder.resolve("grid/rate-1e30"));
    assertThat(folder.resolve("grid/rate-1e-3/checkpoints/step-00000006")).isDirectory();
  }

  @Test
  void aFolderOfOtherRunsIsRefusedBeforeAnythingIsTrained() {
    sweep("--set rate=1e-3:2e-4 --steps 1").succeeded();
    sweep("--set rate=3e-4:1e-3 --set ema=0.5 --steps 1")
        .refused(
            1,
            "rate-1e-3 holds a run of learning.ema 0.9999 (0.5 is requested)",
            "request the same");
    assertThat(folder.resolve("grid/rate-3e-4")).doesNotExist();
    sweep("--set rate=1e-3:2e-4 --seeds 3 --steps 1").refused(1, "of seed 0 (3 is requested)");
    sweep("--set rate=1e-3:x --steps 1").refused(2, "rate is x; allowed: a number");
    sweep("--set rate=1e-3:1e-3 --steps 1")
        .refused(2, "rate is 1e-3:1e-3; allowed: each value once");
    Cli.line("train --seeds 0:1 --seed 3 --out " + folder.resolve("new") + data)
        .refused(2, "--seeds and --seed exclude each other");
  }
}
