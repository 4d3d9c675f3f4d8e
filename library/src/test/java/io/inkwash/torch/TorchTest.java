package io.inkwash.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** With nothing on standard error, where JavaCPP would complain about versions. */
  @ParameterizedTest
  @ValueSource(strings = {"tensor", "device", "layer"})
  void whateverIsUsedFirstLimitsOpenBlas(String first) throws IOException, InterruptedException {
    assertThat(run(Map.of(), FirstUse.class, List.of(), first)).isEqualTo("1\n");
  }

  /** JavaCPP tells what it looks for. */
  @Test
  void cudaIsLookedForWhereItsBuildIs() throws IOException, InterruptedException {
    List<String> telling = List.of("-Dorg.bytedeco.javacpp.logger.debug=true");
    String out = run(Map.of(), FirstUse.class, telling, "tensor");
    assertThat(out).contains("torch");
    assertThat(out.contains("cublas")).isEqualTo(Natives.hasGpuBuild());
  }

  @Test
  void openBlasIsLeftToTheEnvironment() throws IOException, InterruptedException {
    Map<String, String> two = Map.of("OPENBLAS_NUM_THREADS", "2");
    assertThat(run(two, FirstUse.class, List.of(), "tensor")).as("never set").isEqualTo("-1\n");
  }

  @Test
  void versionAndProcessorAreThoseOfTheLoadedLibrary() {
    assertThat(Torch.version()).matches("\\d+\\.\\d+\\.\\d+-\\d+\\.\\d+\\.\\d+");
    assertThat(Torch.processor()).matches("(DEFAULT|NO AVX|AVX2|AVX512|[A-Z0-9_ ]+)( bf16)?");
    assertThat(Torch.processor().endsWith(" bf16")).isEqualTo(Torch.nativeBf16());
  }

  @Test
  void missingNativesAreOneLine() throws IOException, InterruptedException {
    String withoutOpenBlas =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> !jar.matches(".*openblas-.*-(linux|macosx|windows)-.*"))
            .collect(Collectors.joining(File.pathSeparator));
    String out = run(Map.of(), FirstUse.class, List.of("-cp", withoutOpenBlas), "tensor");
    assertThat(out)
        .startsWith("the native library of org.bytedeco:openblas for ")
        .contains(" is not on the class path; add io.inkwash:inkwash-natives")
        .hasLineCount(1);
  }

  @Test
  void noFolderToUnpackIntoIsOneLine() throws IOException, InterruptedException {
    List<String> nowhere = List.of("-Duser.home=/dev/null/home", "-Djava.io.tmpdir=/dev/null/tmp");
    assertThat(run(Map.of(), FirstUse.class, nowhere, "tensor"))
        .contains("neither /dev/null/home/.javacpp nor /dev/null/tmp can be written")
        .contains("-Dorg.bytedeco.javacpp.cachedir=FOLDER")
        .hasLineCount(1);
  }

  /** JavaCPP would refuse tensors once the process is four times as large as the heap may be. */
  @Test
  void tensorsMayOutgrowTheHeap() throws IOException, InterruptedException {
    assertThat(Pointer.maxPhysicalBytes()).as("set for this very test run").isZero();
    String retries = "-Dorg.bytedeco.javacpp.maxRetries=1";
    assertThat(holdTensors(retries)).as("without a setting").isEqualTo("held 320 MB\n");
    assertThat(holdTensors(retries, "-Dorg.bytedeco.javacpp.maxPhysicalBytes=256m"))
        .as("with a limit of the program's own")
        .contains("OutOfMemoryError");
  }

  private static String holdTensors(String... options) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-Xmx64m", "-XX:+UseSerialGC"));
    all.addAll(List.of(options));
    return run(Map.of("OPENBLAS_NUM_THREADS", "1"), Holder.class, all);
  }

  /** Runs a program in a Java of its own, and returns what it prints to both streams. */
  private static String run(
      Map<String, String> environment, Class<?> program, List<String> options, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(program.getName());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("OPENBLAS_NUM_THREADS");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }

  /** Uses this package for the first time, and prints what OpenBLAS then uses, or why nothing. */
  static final class FirstUse {
    private FirstUse() {}

    public static void main(String[] args) {
      try {
        switch (args[0]) {
          case "device" -> ComputeDevice.automatic();
          case "layer" -> Owned.of(() -> new LinearImpl(1, 1)).close();
          default -> Tensors.zeros(1);
        }
        System.out.print(openblas_nolapack.blas_get_num_threads() + "\n");
      } catch (ExceptionInInitializerError e) {
        System.out.print(e.getCause().getMessage() + "\n");
      }
    }
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
