package io.inkwash.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.inkwash.torch.Grad;
import io.inkwash.torch.NativeLeakGuard;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import io.inkwash.torch.distributed.Ranks;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranks that meet, compute together and part, and those that cannot. */
@ExtendWith(NativeLeakGuard.class)
class RankGroupTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  void sumsAndRankZerosValuesAreTheSameEverywhere() throws Exception {
    List<String> seen =
        Threads.run(
            3,
            group -> {
              int rank = group.launch().rank();
              assertThat(Ranks.current()).isSameAs(group.ranks());
              try (TensorScope scope = TensorScope.open()) {
                Tensor values = Tensors.of(new float[] {rank, 0.1f * rank, 1}, 3);
                group.ranks().sum(values);
                Tensor first = Tensors.of(new double[] {rank + 0.25}, 1);
                group.ranks().broadcast(first);
                return List.of(
                        Tensors.toFloats(values)[0],
                        Tensors.toFloats(values)[1],
                        Tensors.toDoubles(first)[0],
                        group.ranks().sum(rank, 1)[1])
                    .toString();
              }
            });
    assertThat(seen).containsOnly(List.of(3f, 0.1f + 0.2f, 0.25, 3.0).toString());
    assertThat(Ranks.current()).isSameAs(Ranks.one());
  }

  /**
   * With s the sum over ranks of w x, rank r's loss (r + 1) s^2 makes the gradient 2 s x sum(r+1).
   */
  @Test
  void gradientsPassThroughASumTwice() throws Exception {
    List<double[]> gradients =
        Threads.run(
            2,
            group -> {
              int rank = group.launch().rank();
              try (TensorScope scope = TensorScope.open()) {
                Tensor w = Tensors.of(new double[] {rank + 1}, 1).requires_grad_(true);
                Tensor s = group.ranks().differentiableSum(w.mul(new Scalar(3.0)));
                Tensor loss = s.square().mul(new Scalar(rank + 1.0)).sum();
                Tensor slope = Grad.derivable(loss, w);
                Tensor again = Grad.of(slope.sum(), w);
                return new double[] {Tensors.item(s), Tensors.item(slope), Tensors.item(again)};
              }
            });
    // s = 3 + 6; slope = 2 (1 + 2) s 3; its sum over ranks has the derivative 2 * 2 (1 + 2) 3 * 3
    assertThat(gradients.get(0)).containsExactly(9, 162, 108);
    assertThat(gradients.get(1)).containsExactly(9, 162, 108);
  }

  /**
   * Twelve groups, one after the other, each with a hook of its own, of which natives allow ten.
   */
  @Test
  void aGroupLeavesNothing() throws Exception {
    long before = NativeLeakGuard.alive();
    for (int i = 0; i < 12; i++) {
      Threads.run(2, group -> group.ranks().sum(1.0)[0]);
    }
    assertThat(NativeLeakGuard.alive()).isEqualTo(before);
  }

  @Test
  void agreesOnlyOnTheSame() throws Exception {
    Threads.run(
        2,
        group -> {
          group.agree(Map.of("batch", "8", "about", "two\nlines"));
          return true;
        });
    List<Future<Boolean>> ranks =
        Threads.start(
            Threads.launches(3, Duration.ofSeconds(20)),
            group -> {
              group.agree(Map.of("batch", group.launch().rank() == 2 ? "16" : "8", "seed", "1"));
              return true;
            });
    assertAllFail(
        ranks, "batch is 16 at rank 2 and 8 at rank 0; start all ranks with the same command");
  }

  @Test
  void aMissingRankIsNamed() throws Exception {
    List<Launch> launches = new ArrayList<>(Threads.launches(4, SHORT));
    int port = launches.get(0).meeting().port();
    launches.remove(1);
    launches.remove(2);
    List<Future<Boolean>> ranks = Threads.start(launches, group -> true);
    assertAllFail(
        ranks, "2 of 4 ranks came to 127.0.0.1:" + port + " within 1 s, without rank 1, rank 3");
  }

  @Test
  void rankZeroMissing() throws Exception {
    Launch one = Threads.launches(2, SHORT).get(1);
    assertThatThrownBy(() -> RankGroup.join(one))
        .isInstanceOf(RankException.class)
        .hasMessageMatching(
            "rank 1 cannot reach rank 0 at 127.0.0.1:\\d+ within 1 s \\(.*refused.*\\); check"
                + " MASTER_ADDR, MASTER_PORT and that rank 0 has started");
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launch zero = Launch.local(0, 2, other.getLocalPort()).patient(SHORT);
      assertThatThrownBy(() -> RankGroup.join(zero))
          .isInstanceOf(RankException.class)
          .hasMessageMatching(
              "rank 0 cannot listen at 127.0.0.1:\\d+ \\(.*in use.*\\); take another MASTER_PORT, or"
                  + " end what uses it");
    }
  }

  @Test
  void anotherWorldSize() throws Exception {
    int port = Threads.freePort();
    List<Future<Boolean>> ranks =
        Threads.start(
            List.of(
                Launch.local(0, 2, port).patient(Duration.ofSeconds(9)),
                Launch.local(1, 3, port).patient(Duration.ofSeconds(9))),
            group -> true);
    String host = InetAddress.getLocalHost().getHostName();
    assertAllFail(
        ranks,
        "rank 1 (on " + host + ") has WORLD_SIZE 3, and rank 0 has 2; start all with the same");
  }

  @Test
  void twiceTheSameRank() throws Exception {
    int port = Threads.freePort();
    Launch one = Launch.local(1, 3, port).patient(Duration.ofSeconds(9));
    List<Future<Boolean>> ranks =
        Threads.start(
            List.of(Launch.local(0, 3, port).patient(Duration.ofSeconds(9)), one, one),
            group -> true);
    String host = InetAddress.getLocalHost().getHostName();
    assertAllFail(
        ranks,
        "two processes are rank 1, on "
            + host
            + " and on "
            + host
            + "; start each with a RANK of its own");
  }

  @Test
  void anotherVersion() {
    Hello zero = new Hello(0, 2, "a", "inkwash 2 with libtorch 2.13");
    Hello one = new Hello(1, 2, "b", "inkwash 1 with libtorch 2.10");
    assertThat(Hello.parse(one.text())).isEqualTo(one);
    assertThat(zero.refusal(one))
        .contains(
            "rank 1 (on b) runs inkwash 1 with libtorch 2.10, and rank 0 runs inkwash 2 with"
                + " libtorch 2.13; start all with the same version");
  }

  /** A probe of the port, such as a health check, keeps nobody out. */
  @Test
  void strangersAreIgnored() throws Exception {
    List<Launch> launches = Threads.launches(2, Duration.ofSeconds(20));
    List<Future<Double>> ranks =
        Threads.start(launches.subList(0, 1), group -> group.ranks().sum(1)[0]);
    try (Socket stranger = reach(launches.get(0).meeting().port())) {
      stranger
          .getOutputStream()
          .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      ranks = new ArrayList<>(ranks);
      ranks.addAll(Threads.start(launches.subList(1, 2), group -> group.ranks().sum(1)[0]));
      for (Future<Double> rank : ranks) {
        assertThat(rank.get(60, TimeUnit.SECONDS)).isEqualTo(2);
      }
    }
  }

  private static Socket reach(int port) throws Exception {
    for (int i = 0; ; i++) {
      try {
        return new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (java.io.IOException e) {
        if (i == 100) {
          throw e;
        }
        Thread.sleep(50);
      }
    }
  }

  static String failure(Future<?> rank) throws Exception {
    try {
      Object result = rank.get(60, TimeUnit.SECONDS);
      throw new AssertionError("ended with " + result);
    } catch (ExecutionException e) {
      return e.getCause().getMessage();
    }
  }

  private static void assertAllFail(List<? extends Future<?>> ranks, String line) throws Exception {
    for (Future<?> rank : ranks) {
      assertThat(failure(rank)).isEqualTo(line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      value = {
        "0 | -  | -         | -     | WORLD_SIZE is missing in the environment",
        "- | 2  | -         | -     | RANK is missing in the environment",
        "2 | 2  | localhost | 29500 | RANK is 2; allowed: 0 to 1, since WORLD_SIZE is 2",
        "0 | 2  | -         | 29500 | MASTER_ADDR is missing in the environment",
        "0 | 2  | localhost | -     | MASTER_PORT is missing in the environment",
        "0 | 2  | localhost | 77777 | MASTER_PORT is 77777; allowed: 0 to 65535",
        "x | 2  | localhost | 29500 | RANK is 'x'; allowed: a whole number",
        "0 | 0  | localhost | 29500 | WORLD_SIZE is 0; allowed: 1 or more",
      })
  void environmentsThatCannotBe(
      String rank, String size, String address, String port, String message) {
    Map<String, String> environment = new java.util.HashMap<>();
    put(environment, "RANK", rank);
    put(environment, "WORLD_SIZE", size);
    put(environment, "MASTER_ADDR", address);
    put(environment, "MASTER_PORT", port);
    assertThatThrownBy(() -> Launch.of(environment))
        .isInstanceOf(RankException.class)
        .hasMessageStartingWith(message);
  }

  private static void put(Map<String, String> environment, String name, String value) {
    if (value != null) {
      environment.put(name, value);
    }
  }

  @Test
  void whatLaunchersSet() {
    assertThat(Launch.of(Map.of("LOCAL_RANK", "0", "MASTER_PORT", "1"))).isEmpty();
    assertThat(Launch.of(Map.of("RANK", "0", "WORLD_SIZE", "1")).orElseThrow().isAlone()).isTrue();
    Launch kubeflow =
        Launch.of(
                Map.of(
                    "RANK", "3", "WORLD_SIZE", "4", "MASTER_ADDR", "job-0", "MASTER_PORT", "23456"))
            .orElseThrow();
    assertThat(kubeflow.meeting()).hasToString("job-0:23456");
    assertThat(kubeflow.local()).isEqualTo(new Launch.Local(0, 1));
    Launch torchrun =
        Launch.of(
                Map.of(
                    "RANK", "3",
                    "WORLD_SIZE", "4",
                    "LOCAL_RANK", "1",
                    "LOCAL_WORLD_SIZE", "2",
                    "MASTER_ADDR", "localhost",
                    "MASTER_PORT", "29500",
                    "TORCHELASTIC_USE_AGENT_STORE", "True",
                    "TORCHELASTIC_RUN_ID", "job",
                    "TORCHELASTIC_RESTART_COUNT", "2"))
            .orElseThrow();
    assertThat(torchrun.local()).isEqualTo(new Launch.Local(1, 2));
    assertThat(torchrun.meeting().agentPrefix()).isEqualTo("inkwash/job/2");
  }
}
