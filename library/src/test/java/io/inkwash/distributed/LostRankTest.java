package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.torch.Torch;
import java.io.File;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed or stopped while others wait for them in native code. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LostRankTest {
  @TempDir Path folder;
  private static final String STARTED = "-started";
  private static final String SUMS = "-sums";

  private final List<Process> processes = new ArrayList<>();

  /** A rank that sums until something goes wrong, and prints what. */
  public static void main(String[] args) throws Exception {
    Torch.init(1);
    Files.createFile(Path.of(args[3] + STARTED));
    Launch launch =
        launch(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    try {
      RankGroup group = RankGroup.join(launch);
      group.run(
          () -> {
            for (long n = 0; ; n++) {
              if (group.ranks().sum(1.0)[0] != launch.size()) {
                throw new IllegalStateException("a wrong sum");
              }
              if (n == 3) {
                Files.createFile(Path.of(args[3] + SUMS));
              }
            }
          });
    } catch (RankException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Starts one rank as a process, which takes seconds, and waits until it is about to join. */
  private Process start(int rank, int size, int port) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LostRankTest.class.getName(),
                String.valueOf(rank),
                String.valueOf(size),
                String.valueOf(port),
                folder.resolve("rank" + rank).toString())
            .redirectOutput(new File(folder.toFile(), "out" + rank))
            .redirectError(new File(folder.toFile(), "err" + rank))
            .start();
    processes.add(process);
    await(rank, STARTED);
    return process;
  }

  private void await(int rank, String event) throws Exception {
    Path file = folder.resolve("rank" + rank + event);
    for (int i = 0; !Files.exists(file); i++) {
      assertThat(i).as(file.toString()).isLessThan(1200);
      Thread.sleep(50);
    }
  }

  /** Ranks of this process, which sum until something goes wrong. */
  private static List<Future<Void>> threads(Launch... launches) {
    return Threads.start(
        List.of(launches),
        group -> {
          while (true) {
            group.ranks().sum(1.0);
          }
        });
  }

  private static Launch launch(int rank, int size, int port) {
    return Launch.local(rank, size, port).patient(Duration.ofSeconds(60));
  }

  @AfterEach
  void endAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aKilledRankEndsAllAtOnce() throws Exception {
    int port = Threads.freePort();
    Process killed = start(2, 3, port);
    List<Future<Void>> others = threads(launch(0, 3, port), launch(1, 3, port));
    await(2, SUMS);
    killed.destroyForcibly();
    for (Future<Void> other : others) {
      assertThat(RankGroupTest.failure(other))
          .matches("rank 2 \\(on .*\\) has ended; its own message says why");
    }
  }

  @Test
  void aKilledRankZeroEndsAllAtOnce() throws Exception {
    int port = Threads.freePort();
    Process killed = start(0, 2, port);
    Future<Void> other = threads(launch(1, 2, port)).get(0);
    await(0, SUMS);
    killed.destroyForcibly();
    assertThat(RankGroupTest.failure(other))
        .isEqualTo("rank 0 (at 127.0.0.1) has ended; its own message says why");
  }

  /** The other process must end by itself, though native threads still wait in it. */
  @Test
  void aStoppedRankEndsAllWithinTheirPatience() throws Exception {
    int port = Threads.freePort();
    Process stopped = start(1, 3, port);
    Process informed = start(2, 3, port);
    Future<Void> zero = threads(launch(0, 3, port).patient(Duration.ofSeconds(4))).get(0);
    await(1, SUMS);
    assertThat(new ProcessBuilder("kill", "-STOP", "" + stopped.pid()).start().waitFor()).isZero();
    String line = "rank 1 \\(on .*\\) has given no sign of life for 4 s";
    assertThat(RankGroupTest.failure(zero)).matches(line);
    assertThat(informed.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(informed.exitValue()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("out2")).strip()).matches(line);
    assertThat(folder.resolve("err2")).isEmptyFile();
  }

  @Test
  void theErrorOfOneIsTheEndOfAll() throws Exception {
    List<Future<Double>> ranks =
        Threads.start(
            Threads.launches(3, Duration.ofSeconds(20)),
            group -> {
              if (group.launch().rank() == 1) {
                throw new IllegalStateException("no space left\nand more");
              }
              return group.ranks().sum(1)[0]; // rank 1 never comes
            });
    String host = InetAddress.getLocalHost().getHostName();
    String line = "rank 1 (on " + host + "): no space left";
    assertThat(RankGroupTest.failure(ranks.get(0))).isEqualTo(line);
    assertThat(RankGroupTest.failure(ranks.get(1))).startsWith("no space left");
    assertThat(RankGroupTest.failure(ranks.get(2))).isEqualTo(line);
  }
}
