package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.Json;
import io.inkwash.model.Provenance;
import io.inkwash.model.Run;
import io.inkwash.recipe.Settings;
import io.inkwash.train.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on: with their data elsewhere, with other settings, after damage. */
class ResumeTest {
  private static final String RATE = "learning.learningRate.rate";

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void trainOnce() {
    TinyRun.train(shared.resolve("work/bars.idx"), shared.resolve("work/run"));
  }

  @BeforeEach
  void copy() {
    SmallFiles.copy(shared.resolve("work"), folder.resolve("work"));
    SmallFiles.replace(
        run().resolve("provenance.json"),
        shared.resolve("work/bars.idx").toString(),
        data().toString());
  }

  private Path data() {
    return folder.resolve("work/bars.idx");
  }

  private Path run() {
    return folder.resolve("work/run");
  }

  private static Cli resume(Path run, String more) {
    return Cli.line("train --resume " + run + " " + more);
  }

  private static List<MetricsLog.Line> metrics(Path run) {
    return Json.readLines(run.resolve("metrics.jsonl"), MetricsLog.Line.class);
  }

  private static Provenance provenance(Path run) {
    return Run.open(run).provenance();
  }

  /** Its goal is in goal.json, also where a killed process left it. */
  @Test
  void withoutALengthItGoesOnAsFarAsItWasTo() {
    Path stopped = folder.resolve("stopped");
    Cli.line(
            "train --data %s --out %s --batch 4 --steps 6 --checkpoint-every 3%s"
                .formatted(data(), stopped, TinyRun.SMALL))
        .succeeded();
    SmallFiles.deleteAll(stopped.resolve("checkpoints/step-00000006"));
    assertThat(resume(stopped, "").succeeded().out()).startsWith("done: step 6, 24 images");
  }

  @Test
  void aRunAndItsDataMayMoveTogether() throws IOException {
    Path moved = folder.resolve("elsewhere/deep");
    Files.createDirectories(moved.getParent());
    Files.move(folder.resolve("work"), moved);
    resume(moved.resolve("run"), "--steps 4").succeeded();
    assertThat(metrics(moved.resolve("run"))).hasSize(4);
    assertThat(provenance(moved.resolve("run")).changes()).isEmpty();
  }

  @Test
  void dataThatMovedAreNamedAnew() throws IOException {
    Path moved = folder.resolve("moved.idx");
    Files.move(data(), moved);
    resume(run(), "--steps 4").refused(1, "bars.idx");

    resume(run(), "--steps 4 --data " + moved).succeeded();
    assertThat(provenance(run()).data().absolute()).isEqualTo(moved.toString());
    assertThat(provenance(run()).data().fromRun()).isEqualTo("../../moved.idx");
    resume(run(), "--steps 5").succeeded(); // and found again
    assertThat(metrics(run())).hasSize(5);
  }

  @Test
  void otherImagesAreRefusedAndNothingIsWritten() {
    Path other = folder.resolve("other.idx");
    byte[] images = SmallFiles.idxImages(24, 12, 12);
    for (int i = 16; i < images.length; i++) {
      images[i]++; // in each image: some of them are kept back
    }
    SmallFiles.write(other, images);
    Map<String, Integer> before = SmallFiles.contents(run());
    resume(run(), "--steps 4 --data " + other)
        .refused(1, "other.idx", "has not the images", run().toString());
    assertThat(SmallFiles.contents(run())).isEqualTo(before);
  }

  @Test
  void settingsThatChangeAreRecordedWithTheirStep() {
    resume(run(), "--steps 5 --set rate=1e-3").succeeded();
    assertThat(metrics(run())).extracting(MetricsLog.Line::rate).endsWith(1e-3, 1e-3);
    assertThat(provenance(run()).changes())
        .containsExactly(new Provenance.Change(3, Map.of(RATE, "0.001")));

    resume(run(), "--steps 6 --set ema=0.5 --set sampling.grid=leading --set sampling.steps=20")
        .succeeded();
    assertThat(provenance(run()).changes()).hasSize(2);
    assertThat(provenance(run()).changes().get(1).step()).isEqualTo(5);
    assertThat(Settings.of(Run.open(run()).recipe())).containsEntry("learning.ema", "0.5");
    resume(run(), "--steps 7 --set rate=1e-3").succeeded(); // as it is: no change
    assertThat(provenance(run()).changes()).hasSize(2);
  }

  @Test
  void whatWouldMakeAnotherModelCannotChange() {
    Map<String, Integer> before = SmallFiles.contents(run());
    resume(run(), "--set network.width=16").refused(1, "network", "cannot change", "learning");
    resume(run(), "--set training.batch=8").refused(1, "training.batch", "cannot change");
    resume(run(), "--set decay=linear --set warmup=3 --set decaySteps=2")
        .refused(1, "decaySteps is 2");
    assertThat(SmallFiles.contents(run())).isEqualTo(before);
  }

  @Test
  void theAdviceAfterDivergenceIsACommandThatWorks() {
    Cli diverged = resume(run(), "--steps 12 --checkpoint-every 100 --set rate=1e30");
    diverged.refused(1, "the loss of step 5 is", "step-00000003", "go on from it, slower, with: ");
    String line = diverged.errLines().get(diverged.errLines().size() - 1);
    String advice = line.substring(line.indexOf("inkwash train"));
    assertThat(advice)
        .isEqualTo("inkwash train --resume " + run() + " --steps 12 --set " + RATE + "=3.3e+29");

    Cli.line(advice.substring("inkwash ".length()).replace("e+29", "e-04")).succeeded();
    assertThat(metrics(run())).hasSize(12).allMatch(each -> Double.isFinite(each.loss()));
    assertThat(provenance(run()).changes())
        .containsExactly(
            new Provenance.Change(3, Map.of(RATE, "1.0E30")),
            new Provenance.Change(3, Map.of(RATE, "3.3E-4")));
  }

  @Test
  void aDamagedNewestCheckpointIsPassedOverWithANotice() {
    resume(run(), "--steps 5 --sample-every 0").succeeded();
    Path newest = run().resolve("checkpoints/step-00000005");
    byte[] whole = SmallFiles.bytes(newest.resolve("ema.safetensors"));
    byte[] optimizer = SmallFiles.bytes(newest.resolve("optimizer.safetensors"));
    byte[] header = whole.clone();
    header[9] ^= 0x40;
    for (byte[] damage : List.of(SmallFiles.cut(whole, whole.length / 2), header, new byte[0])) {
      SmallFiles.write(newest.resolve("ema.safetensors"), damage);
      Cli drawn =
          Cli.line(
                  "sample --count 1 --steps 2 --solver ddim --threads 1 --run "
                      + run()
                      + " --out "
                      + folder.resolve("grid.png"))
              .succeeded();
      assertThat(drawn.err())
          .contains("newer checkpoints are damaged; these weights are of step 3");
      Cli again = resume(run(), "--steps 5 --sample-every 0").succeeded();
      assertThat(again.err()).contains(newest + " is damaged; going on from the checkpoint before");
      assertThat(newest.resolve("ema.safetensors")).hasBinaryContent(whole);
      assertThat(newest.resolve("optimizer.safetensors")).hasBinaryContent(optimizer);
    }
    assertThat(metrics(run())).hasSize(5);
  }

  @Test
  void aBrokenLineOfTheLogIsDroppedWithANotice() {
    Path log = run().resolve("metrics.jsonl");
    SmallFiles.replace(log, "{\"step\":2,", "{\"st");
    Cli result = resume(run(), "--steps 4").succeeded();
    assertThat(result.err()).contains(log + ": 1 of its lines cannot be read and were dropped");
    assertThat(metrics(run())).extracting(MetricsLog.Line::step).containsExactly(1L, 3L, 4L);
  }

  @Test
  void thePictureOfAKilledPreviewIsDrawnOnResume() {
    Path picture = run().resolve("samples/step-00000003.png");
    byte[] drawn = SmallFiles.bytes(picture);
    SmallFiles.delete(picture);
    SmallFiles.delete(run().resolve("checkpoints/latest"));
    Path leftover = run().resolve("samples/.step-00000003.png.1a2b3c4d.partial");
    SmallFiles.write(leftover, "half a picture");
    Cli again = resume(run(), "--steps 3").succeeded();
    assertThat(again.err()).contains("nothing to do");
    assertThat(picture).hasBinaryContent(drawn);
    assertThat(run().resolve("checkpoints/latest")).hasContent("step-00000003\n");
    assertThat(leftover).doesNotExist();
  }

  @Test
  void aFolderNamedLikeACheckpointOfALargeStepIsPassedOver() throws IOException {
    Files.createDirectory(run().resolve("checkpoints/step-99999999999999999999"));
    resume(run(), "--steps 4").succeeded();
    assertThat(metrics(run())).hasSize(4);
  }

  @Test
  void hintsCanBePastedWhereThePathHasSpaces() {
    Path spaced = folder.resolve("my runs/~it's one");
    SmallFiles.copy(run(), spaced);
    SmallFiles.write(folder.resolve("my runs/bars.idx"), SmallFiles.bytes(data()));
    Cli result = Cli.run("train", "--resume", spaced.toString(), "--steps", "4").succeeded();
    assertThat(result.err())
        .endsWith(
            "draw from it with: inkwash sample --run '"
                + spaced.toString().replace("'", "'\\''")
                + "'\n")
        .contains(", 1 thread\n");
  }
}
