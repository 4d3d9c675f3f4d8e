package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Settings of the whole process. */
@ExtendWith(NativeLeakGuard.class)
class TorchTest {

  @AfterEach
  void oneThreadAgain() {
    Torch.init(1);
  }

  @Test
  void openBlasIsHeldToOneThreadWhateverTheOperatorsUse() {
    openblas_nolapack.blas_set_num_threads(2);
    assertThat(Torch.blasThreads()).isEqualTo(2);
    Torch.init(2);
    assertThat(Torch.blasThreads()).isEqualTo(1);
    assertThat(Torch.threads()).isEqualTo(2);
    Torch.init(1);
    assertThat(Torch.threads()).isEqualTo(1);
  }

  @Test
  void withoutANumberEveryCoreIsUsed() {
    Torch.init();
    assertThat(Torch.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(Torch.blasThreads()).isEqualTo(1);
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> Torch.init(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads is 0; allowed: 1 or more; leave it out to use every core");
  }

  /** JavaCPP would refuse tensors once the process is four times as large as the heap may be. */
  @Test
  void tensorsMayOutgrowTheHeap() throws IOException, InterruptedException {
    assertThat(Pointer.maxPhysicalBytes()).as("set for this very test run").isZero();
    assertThat(holdTensors("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0")).isEqualTo("held 320 MB\n");
    assertThat(holdTensors("-Dorg.bytedeco.javacpp.maxRetries=1")).contains("OutOfMemoryError");
  }

  /** Runs {@link Holder} in a Java of its own with a heap of 64 MB, and returns what it prints. */
  private static String holdTensors(String option) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  /** Holds five times the heap in tensors. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) {
      List<Tensor> held = new ArrayList<>();
      try {
        for (int i = 0; i < 8; i++) {
          held.add(Tensors.zeros(10_000_000));
        }
        System.out.print("held " + held.size() * 40 + " MB\n");
      } catch (OutOfMemoryError e) {
        System.out.print(e + "\n");
      }
    }
  }
}
