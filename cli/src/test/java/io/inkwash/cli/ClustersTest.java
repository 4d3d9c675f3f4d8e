package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.inkwash.data.ImageSpec;
import io.inkwash.evaluate.report.TrainingCommand;
import io.inkwash.model.Run;
import io.inkwash.picture.ImageIo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is conditioned on clusters, from its training to its pictures. */
class ClustersTest {
  private static final String ONE_THREAD = " --threads 1 --precision fp32";

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void train() {
    SmallFiles.write(shared.resolve("bars.idx"), SmallFiles.idxImages(24, 12, 12));
    Cli.line(training(shared.resolve("run"), 3)).succeeded();
  }

  private static String training(Path out, int steps) {
    return "train --data %s --clusters 3 --batch 4 --steps %d --out %s%s"
        .formatted(shared.resolve("bars.idx"), steps, out, TinyRun.SMALL);
  }

  private static Path run() {
    return shared.resolve("run");
  }

  private static Cli sample(String more) {
    return Cli.line("sample --run " + run() + ONE_THREAD + " --steps 4 " + more);
  }

  @Test
  void theRunHoldsItsClustersAndTheirShares() {
    ImageSpec data = Run.open(run()).recipe().data();
    assertThat(data.classNames()).containsExactly("cluster-0", "cluster-1", "cluster-2");
    assertThat(data.clusterShares().stream().mapToDouble(share -> share).sum())
        .isEqualTo(1, within(1e-9));
    assertThat(Cli.line("explain --run " + run()).succeeded().out()).contains(", 3 clusters\n");
    List<String> again = TrainingCommand.of(run(), 3).orElseThrow();
    assertThat(again).containsSequence("--clusters", "3").doesNotContain("--conditional");
  }

  @Test
  void goesOnAsIfNeverStopped() {
    Path parts = folder.resolve("parts");
    Cli.line(training(parts, 2)).succeeded();
    Cli.line("train --resume " + parts + " --steps 3 --threads 1").succeeded();
    String weights = "checkpoints/step-00000003/ema.safetensors";
    assertThat(parts.resolve(weights)).hasSameBinaryContentAs(run().resolve(weights));
  }

  @Test
  void withoutARequestEachImageIsOfAClusterByChance() {
    sample("--count 6 --images " + folder.resolve("whole")).succeeded();
    sample("--count 6 --batch 4 --images " + folder.resolve("parts")).succeeded();
    sample("--first 3 --count 3 --images " + folder.resolve("rest")).succeeded();
    for (String name : List.of("00003.png", "00004.png", "00005.png")) {
      Path whole = folder.resolve("whole").resolve(name);
      assertThat(folder.resolve("parts").resolve(name)).hasSameBinaryContentAs(whole);
      assertThat(folder.resolve("rest").resolve(name)).hasSameBinaryContentAs(whole);
    }
  }

  @Test
  void aClusterCanBeRequested() {
    Path grid = folder.resolve("grid.png");
    sample("--count 2 --class cluster-2 --out " + grid).succeeded();
    assertThat(ImageIo.readPngText(grid)).containsEntry("inkwash:classes", "[2]");
    sample("--class 3").refused(1, "there is no class \"3\"; there are 0 cluster-0");
  }

  @Test
  void itIsMeasuredByTheClassesOfItsImages() {
    String words = " --metrics %s --features pixels --count 8" + ONE_THREAD;
    Cli.line("evaluate --run " + run() + words.formatted("sliced-wasserstein")).succeeded();
    Cli.line("evaluate --run " + run() + words.formatted("nll") + " --nll-count 2")
        .refused(1, "that of an image given its cluster");
  }

  @Test
  void theSameFolderWithOtherClustersIsAnotherRun() {
    Cli.line(training(run(), 3).replace("--clusters 3", "--clusters 4"))
        .refused(1, "holds a run already");
    Path seeds = folder.resolve("seeds");
    String words = training(seeds, 1) + " --seeds 0:1";
    Cli.line(words).succeeded();
    Cli.line(words.replace("--clusters 3", "--clusters 4"))
        .refused(1, "holds a run of classes 3 (4 is requested)");
  }

  @Test
  void whatCannotBeIsRefusedBeforeTraining() {
    Path out = folder.resolve("none");
    Cli.line(training(out, 1).replace("--clusters 3", "--clusters 1"))
        .refused(2, "clusters 1: must be 2 to 10000");
    Cli.line(training(out, 1).replace("--clusters 3", "--clusters 30"))
        .refused(1, "22 images for 30 clusters; allowed: 2 to 22 clusters");
    Cli.line("train --recipe text-small --data digits-captions --clusters 3 --out " + out)
        .refused(1, "recipe text-small reads captions");
    assertThat(out).doesNotExist();
  }
}
