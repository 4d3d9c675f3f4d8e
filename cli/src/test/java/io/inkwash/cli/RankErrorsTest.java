package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.torch.Torch;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees whose ranks do not come together: one line, soon, and nothing written. */
class RankErrorsTest {
  private static final Duration SOON = Duration.ofSeconds(60); // on a busy machine

  @TempDir Path folder;

  /** What a command of one rank printed. */
  private record Ended(int exitCode, String err) {
    void refused(String... words) {
      List<String> complaints = err.lines().filter(line -> line.startsWith("inkwash: ")).toList();
      assertThat(complaints).as(err).hasSize(1);
      assertThat(complaints.get(0)).contains(words);
      assertThat(err).doesNotContain("\tat ", "Exception");
      assertThat(exitCode).isEqualTo(1);
    }
  }

  @BeforeEach
  void writeData() {
    SmallFiles.write(folder.resolve("bars.idx"), SmallFiles.idxImages(24, 12, 12));
  }

  private Ended train(Map<String, String> environment, String more) {
    String line =
        "train --data "
            + folder.resolve("bars.idx")
            + " --out "
            + folder.resolve("new")
            + " "
            + TinyRun.SMALL
            + " --batch 4 --steps 1 "
            + more;
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Inkwash.run(
            environment, new PrintWriter(out), new PrintWriter(err), line.strip().split("\\s+"));
    assertThat(out.toString()).isEmpty();
    return new Ended(code, err.toString());
  }

  private static Map<String, String> environment(String words) {
    Map<String, String> environment = new HashMap<>();
    for (String word : words.strip().split(" +")) {
      int equals = word.indexOf('=');
      environment.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return environment;
  }

  private static Map<String, String> rank(int rank, int size, int port) {
    return environment(
        "RANK=" + rank + " WORLD_SIZE=" + size + " MASTER_ADDR=127.0.0.1 MASTER_PORT=" + port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RANK=0                     | | WORLD_SIZE is missing in the environment",
        "WORLD_SIZE=2               | | RANK is missing in the environment",
        "RANK=0 WORLD_SIZE=two      | | WORLD_SIZE is 'two'; allowed: a whole number",
        "RANK=0 WORLD_SIZE=0 MASTER_ADDR=a MASTER_PORT=9 | | WORLD_SIZE is 0; allowed: 1 or more",
        "RANK=2 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=9"
            + " | | RANK is 2; allowed: 0 to 1, since WORLD_SIZE is 2",
        "RANK=-1 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=9 | | RANK is -1; allowed: 0 to 1",
        "RANK=first WORLD_SIZE=2    | | RANK is 'first'; allowed: a whole number",
        "RANK=0 WORLD_SIZE=2        | | MASTER_ADDR is missing in the environment",
        "RANK=0 WORLD_SIZE=2 MASTER_ADDR=a | | MASTER_PORT is missing in the environment",
        "RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=http"
            + " | | MASTER_PORT is 'http'; allowed: a whole number",
        "RANK=0 WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=77777"
            + " | | MASTER_PORT is 77777; allowed: 0 to 65535",
        "RANK=0 WORLD_SIZE=2 LOCAL_RANK=2 LOCAL_WORLD_SIZE=2 MASTER_ADDR=a MASTER_PORT=9"
            + " | | LOCAL_RANK is 2; allowed: 0 to 1, since LOCAL_WORLD_SIZE is 2",
        "RANK=0 WORLD_SIZE=2 LOCAL_RANK=x MASTER_ADDR=a MASTER_PORT=9"
            + " | | LOCAL_RANK is 'x'; allowed: a whole number",
        "RANK=0 WORLD_SIZE=3 MASTER_ADDR=a MASTER_PORT=9 | --ranks 2"
            + " | --ranks is 2, and WORLD_SIZE in the environment is 3",
        "RANK=1 WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=1 | --rank-timeout 1"
            + " | rank 1 cannot reach rank 0 at 127.0.0.1:1 within 1 s",
      })
  void anEnvironmentThatCannotBe(String words, String more, String message) {
    train(environment(words), more == null ? "" : more).refused(message);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aRankThatDoesNotCome() throws IOException {
    long before = System.nanoTime();
    train(rank(0, 3, freePort()), "--rank-timeout 1")
        .refused("1 of 3 ranks came to 127.0.0.1:", "within 1 s, without rank 1, rank 2");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(SOON);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      train(rank(0, 2, other.getLocalPort()), "--rank-timeout 1")
          .refused("rank 0 cannot listen at 127.0.0.1:", "take another MASTER_PORT");
    }
    assertThat(folder.resolve("new")).doesNotExist();
  }

  /** Runs two ranks as threads of this process, the second with other words or another size. */
  private void bothRefused(int size, String more, String... words) throws Exception {
    Torch.init(1);
    int port = freePort();
    CompletableFuture<Ended> one =
        CompletableFuture.supplyAsync(() -> train(rank(1, size, port), more));
    train(rank(0, 2, port), "").refused(words);
    one.get(SOON.toSeconds(), TimeUnit.SECONDS).refused(words);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void anotherWorldSize() throws Exception {
    bothRefused(3, "", "has WORLD_SIZE 3, and rank 0 has 2; start all with the same");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set network=simple-unet(width=16) | network is simple-unet",
        "--set rate=0.5     | rate is 0.5 at rank 1 and",
        "--seed 9           | seed is 9 at rank 1 and 0 at rank 0",
        "--hold-out 0       | the hash of the images is",
      })
  void anotherRecipe(String more, String message) throws Exception {
    bothRefused(2, more, message, "start all ranks with the same command");
  }

  /** Another version at rank 1, as its first message states it. */
  @Test
  void anotherVersion() throws Exception {
    int port = freePort();
    CompletableFuture<String> one =
        CompletableFuture.supplyAsync(
            () -> answerTo("1\n2\nother\ninkwash 0.0 with libtorch 1", port));
    train(rank(0, 2, port), "")
        .refused("rank 1 (on other) runs inkwash 0.0 with libtorch 1, and rank 0 runs inkwash");
    assertThat(one.get(SOON.toSeconds(), TimeUnit.SECONDS))
        .contains("start all with the same version");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  /** What rank 0 answers to a greeting. */
  private static String answerTo(String greeting, int port) {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
          DataOutputStream out = new DataOutputStream(socket.getOutputStream());
          DataInputStream in = new DataInputStream(socket.getInputStream())) {
        byte[] text = greeting.getBytes(StandardCharsets.UTF_8);
        out.writeInt(0x696e6b31);
        out.writeByte(1);
        out.writeInt(text.length);
        out.write(text);
        in.skipNBytes(Integer.BYTES + 1);
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
      } catch (IOException e) {
        if (System.nanoTime() > end) {
          throw new AssertionError("rank 0 did not answer", e);
        }
        Thread.onSpinWait();
      }
    }
  }
}
