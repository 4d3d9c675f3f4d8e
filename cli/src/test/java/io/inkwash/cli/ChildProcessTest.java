package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.file.Json;
import io.inkwash.train.Checkpoint;
import io.inkwash.train.MetricsLog;
import io.inkwash.train.RunDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** Trainings in processes of their own, which are stopped by a signal, or killed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no SIGTERM")
class ChildProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ENDLESS = " --steps 1000000000";

  @TempDir Path folder;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void writeData() {
    SmallFiles.write(data(), SmallFiles.idxImages(24, 12, 12));
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  private Path data() {
    return folder.resolve("bars.idx");
  }

  private Path run() {
    return folder.resolve("run");
  }

  private Path log() {
    return folder.resolve("child.log");
  }

  private String fresh(Path run) {
    return "train --data " + data() + " --out " + run + TinyRun.SMALL + " --batch 4 --seed 3 ";
  }

  private List<MetricsLog.Line> metrics(Path run) {
    return Json.readLines(run.resolve("metrics.jsonl"), MetricsLog.Line.class);
  }

  /** Starts {@code inkwash words...}. */
  private Process start(String words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Collections.addAll(
        command,
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dorg.bytedeco.javacpp.maxBytes=0",
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        "io.inkwash.cli.Inkwash");
    Collections.addAll(command, words.strip().split("\\s+"));
    File log = log().toFile();
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    children.add(child);
    return child;
  }

  private void await(Process child, BooleanSupplier reached) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (!child.isAlive() || System.nanoTime() > end) {
        throw new AssertionFailedError("the child did not get there:\n" + SmallFiles.read(log()));
      }
      Thread.sleep(10);
    }
  }

  private long newestStep() {
    Path newest =
        Files.exists(run().resolve("recipe.json"))
            ? RunDirectory.open(run()).newest().orElse(null)
            : null;
    return newest == null ? 0 : Checkpoint.readState(newest).step();
  }

  @Test
  void sigtermFinishesTheStepSavesAndSaysHowToGoOn() throws Exception {
    Process child = start(fresh(run()) + ENDLESS + " --checkpoint-every 1000000");
    // Every ten epochs, which are 60 steps, there is a checkpoint, and the log goes to the file.
    Path log = run().resolve("metrics.jsonl");
    await(child, () -> log.toFile().length() > 0);

    Cli second = Cli.line("train --resume " + run());
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.errLines().get(second.errLines().size() - 1))
        .startsWith("inkwash: " + run())
        .contains("is being trained by another process");

    child.destroy();
    assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 15);
    long step = newestStep();
    assertThat(step).isPositive();
    assertThat(SmallFiles.read(log()))
        .contains("stopped at step " + step)
        .contains("checkpoint " + RunDirectory.open(run()).checkpoint(step))
        .contains("go on with: inkwash train --resume " + run())
        .doesNotContain("Exception", "SIGSEGV");
    assertThat(metrics(run()).get((int) step - 1).step()).isEqualTo(step);

    Cli.line("train --resume " + run() + " --steps " + (step + 2)).succeeded();
    assertThat(metrics(run()))
        .extracting(MetricsLog.Line::step)
        .isEqualTo(LongStream.rangeClosed(1, step + 2).boxed().toList());
  }

  @Test
  void picturesThatWereDrawnBeforeAKillAreThere() throws Exception {
    Cli.line(fresh(run()) + "--steps 2").succeeded();
    String draw = "sample --threads 1 --precision fp32 --batch 2 --count 40 --run " + run();
    Path whole = folder.resolve("whole");
    Cli.line(draw + " --images " + whole).succeeded();

    Path killed = folder.resolve("killed");
    Process child = start(draw + " --images " + killed);
    await(child, () -> Files.exists(killed.resolve("00031.png")));
    child.destroyForcibly();
    assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    long drawn = Stream.of(killed.toFile().list()).filter(name -> name.matches("\\d+.png")).count();
    assertThat(drawn).isBetween(32L, 39L);

    Cli rest = Cli.line(draw + " --continue --images " + killed).succeeded();
    assertThat(rest.err()).contains(drawn + " of 40 pictures are there already");
    assertThat(SmallFiles.contents(killed)).isEqualTo(SmallFiles.contents(whole));
  }

  @Test
  void killedAtAnyMomentItGoesOnAsIfNeverStopped() throws Exception {
    Random moments = new Random(11);
    String often = " --checkpoint-every 1 --keep 2 --sample-every 0";
    long before = 0;
    for (int life = 0; life < 3; life++) {
      String words = life == 0 ? fresh(run()) : "train --resume " + run();
      Process child = start(words + often + ENDLESS);
      long reached = before;
      await(child, () -> newestStep() > reached);
      Thread.sleep(moments.nextInt(200));
      child.destroyForcibly();
      assertThat(child.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

      Path newest = RunDirectory.open(run()).newest().orElseThrow();
      assertThat(Checkpoint.read(newest).state().step()).isGreaterThan(before);
      before = newestStep();
    }
    long last = before + 2;
    Cli.line("train --resume " + run() + often + " --steps " + last).succeeded();
    assertThat(SmallFiles.contents(run()).keySet()).noneMatch(name -> name.contains(".partial"));

    Path straight = folder.resolve("straight");
    Cli.line(fresh(straight) + "--sample-every 0 --steps " + last).succeeded();
    assertThat(metrics(run()).stream().map(MetricsLog.Line::loss))
        .containsExactlyElementsOf(metrics(straight).stream().map(MetricsLog.Line::loss).toList());
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(Checkpoint.tensors(RunDirectory.open(run()).checkpoint(last), file))
          .hasSameBinaryContentAs(
              Checkpoint.tensors(RunDirectory.open(straight).checkpoint(last), file));
    }
  }
}
