package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.Json;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.picture.ImageIo;
import io.inkwash.recipe.DiffusionRecipe;
import io.inkwash.train.MetricsLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTest {
  @TempDir Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private void trainBars(String more) {
    Path data = folder.resolve("bars.idx");
    SmallFiles.write(data, SmallFiles.idxImages(24, 12, 12));
    Cli.line("train --data " + data + " --out " + run() + TinyRun.SMALL + more).succeeded();
  }

  private List<MetricsLog.Line> metrics() {
    return Json.readLines(run().resolve("metrics.jsonl"), MetricsLog.Line.class);
  }

  @Test
  void trainsOnDrawnDigits() {
    Cli result =
        Cli.line(
                "train --recipe ddpm --data digits --size 12 --seed 5 --steps 6 --out "
                    + run()
                    + " --batch 4"
                    + TinyRun.SMALL)
            .succeeded();

    assertThat(result.out())
        .startsWith("done: step 6, 24 images, loss ")
        .endsWith("checkpoint " + run().resolve("checkpoints/step-00000006") + "\n");
    assertThat(result.err())
        .contains("training ddpm on digits: 10,000 images, ")
        .contains("4 images a step, seed 5, 1 thread")
        .endsWith("draw from it with: inkwash sample --run " + run() + "\n");

    DiffusionRecipe recipe = (DiffusionRecipe) Run.open(run()).recipe();
    assertThat(recipe.data().height()).isEqualTo(12);
    assertThat(recipe.model().network()).hasToString("simple-unet(width=8, timeWidth=32)");
    assertThat(recipe.training().batch()).isEqualTo(4);
    Provenance provenance = Json.read(run().resolve("provenance.json"), Provenance.class);
    assertThat(provenance.data().word()).isEqualTo("digits");
    assertThat(provenance.seed()).isEqualTo(5);
    assertThat(provenance.threads()).isEqualTo(1);

    assertThat(metrics()).extracting(MetricsLog.Line::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(metrics()).extracting(MetricsLog.Line::images).endsWith(20L, 24L);
    assertThat(metrics()).allMatch(line -> line.loss() > 0 && line.gradientNorm() > 0);
    double mean = metrics().stream().mapToDouble(MetricsLog.Line::loss).average().orElseThrow();
    assertThat(result.out()).contains(String.format(Locale.ROOT, ", loss %.5f, ", mean));
    assertThat(ImageIo.readPng(run().resolve("loss.png")).width()).isGreaterThan(100);
    // 4 x 4 pictures of 12 pixels, white of 2 between and around, each pixel 3 x 3
    assertThat(ImageIo.readPng(run().resolve("samples/step-00000006.png")))
        .hasToString("1x174x174");
    assertThat(run().resolve("checkpoints/latest")).hasContent("step-00000006\n");
  }

  @Test
  void goesOnAsIfNeverStopped() {
    trainBars(" --batch 4 --steps 3");
    Cli more = Cli.line("train --resume " + run() + " --steps 5").succeeded();
    assertThat(more.out()).startsWith("done: step 5, 20 images");
    List<MetricsLog.Line> interrupted = metrics();
    byte[] ema = SmallFiles.bytes(run().resolve("checkpoints/step-00000005/ema.safetensors"));

    Path straight = folder.resolve("straight");
    String words = "train --data " + folder.resolve("bars.idx") + " --out " + straight;
    Cli.line(words + TinyRun.SMALL + " --batch 4 --steps 5").succeeded();
    assertThat(Json.readLines(straight.resolve("metrics.jsonl"), MetricsLog.Line.class))
        .extracting(MetricsLog.Line::loss)
        .isEqualTo(interrupted.stream().map(MetricsLog.Line::loss).toList());
    assertThat(straight.resolve("checkpoints/step-00000005/ema.safetensors")).hasBinaryContent(ema);
  }

  @Test
  void aRunThatHasComeFarEnoughHasNothingToDo() {
    trainBars(" --batch 4 --steps 3");
    Cli again = Cli.line("train --resume " + run() + " --steps 3").succeeded();
    assertThat(again.err()).contains("nothing to do", "train longer with --steps");
    assertThat(metrics()).hasSize(3);
  }

  @Test
  void aBrokenLastLineAndLaterLinesOfTheLogAreDropped() {
    trainBars(" --batch 4 --steps 3");
    Path log = run().resolve("metrics.jsonl");
    String sound = SmallFiles.read(log);
    String last = sound.lines().toList().get(2);
    SmallFiles.write(
        log, sound + last.replace("\"step\":3", "\"step\":4") + "\n" + "{\"step\":5,\"lo");

    Cli.line("train --resume " + run() + " --steps 6").succeeded();

    assertThat(SmallFiles.read(log)).startsWith(sound);
    assertThat(metrics()).extracting(MetricsLog.Line::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(metrics().get(3).loss()).isNotEqualTo(metrics().get(2).loss());
  }

  @Test
  void imagesThatAreNotSquareCanBeResumedToo() {
    Path data = folder.resolve("wide.idx");
    SmallFiles.write(data, SmallFiles.idxImages(24, 8, 12));
    String words = "train --data " + data + " --out " + run();
    Cli.line(words + TinyRun.SMALL + " --batch 4 --steps 1").succeeded();
    Cli.line("train --resume " + run() + " --steps 2").succeeded();
    assertThat(metrics()).hasSize(2);
    String evaluated = " --features pixels --metrics fid,memorization --count 8 --steps 2 --json";
    Cli numbers =
        Cli.line("evaluate --run " + run() + evaluated + " --solver ddim --grid trailing")
            .succeeded();
    assertThat(numbers.out()).contains("nearest-training-image");
  }

  @Test
  void checkpointsComeAndGo() {
    // 22 of the 24 images are trained on, 22 a step: 10 epochs are 10 steps, kept for good
    trainBars(" --batch 22 --steps 19 --checkpoint-every 4 --keep 2 --sample-every 15");
    assertThat(run().resolve("checkpoints").toFile().list())
        .containsExactlyInAnyOrder("step-00000010", "step-00000016", "step-00000019", "latest");
    assertThat(run().resolve("samples").toFile().list())
        .containsExactlyInAnyOrder("step-00000015.png", "step-00000019.png");
  }

  @Test
  void aLossThatIsNoNumberStopsWithTheWayBack() {
    Path data = folder.resolve("bars.idx");
    SmallFiles.write(data, SmallFiles.idxImages(24, 12, 12));
    Cli result =
        Cli.line(
            "train --data "
                + data
                + " --out "
                + run()
                + TinyRun.SMALL
                + " --set rate=1e30 --steps 20 --checkpoint-every 1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.errLines().get(result.errLines().size() - 1))
        .matches("inkwash: the loss of step \\d+ is (NaN|-?Infinity|[0-9.E]+) .*")
        .contains("learning rate 1.0E30")
        .contains("the last good checkpoint is " + run().resolve("checkpoints/step-"))
        .contains("go on from it, slower, with: inkwash train --resume " + run() + " --steps 20");
    assertThat(result.err()).doesNotContain("\tat ");
    assertThat(metrics())
        .extracting(MetricsLog.Line::step)
        .isEqualTo(IntStream.rangeClosed(1, metrics().size()).mapToObj(i -> (long) i).toList());
  }

  @Test
  void debugPrintsTheStack() {
    Cli result = Cli.line("--debug train --resume " + folder.resolve("nowhere"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("nowhere: is not there", "\tat io.inkwash.");
    assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
  }
}
