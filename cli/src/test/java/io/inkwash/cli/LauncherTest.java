package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The shell script that starts the command, beside a Java and a Maven that only say what they do.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a POSIX shell script")
class LauncherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String JAVA =
      """
      #!/bin/sh
      case "$*" in
        -version) echo 'openjdk version "17.0.1"' >&2 ;;
        *) echo "LC_ALL=${LC_ALL-}"; for word; do echo "$word"; done ;;
      esac
      """;

  /** Makes the jars after a time; {@code exec} so that the sleep is the process that is ended. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo $$ >>maven.calls
      mkdir -p natives/target/launcher
      for module in cli studio library algebra; do
        mkdir -p $module/target/launcher
        : >$module/target/launcher/inkwash-$module.jar
      done
      : >cli/target/launcher/classpath
      exec sleep "${MAVEN_SLEEP:-0}"
      """;

  @TempDir Path home;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void layOutACheckout() throws IOException {
    Files.copy(Path.of("..", "inkwash"), home.resolve("inkwash"));
    Files.writeString(home.resolve("pom.xml"), "");
    for (String module : List.of("algebra", "natives", "library", "studio", "cli")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.writeString(home.resolve(module + "/pom.xml"), "");
    }
    Files.createDirectories(home.resolve("natives/platforms"));
    script("java", JAVA);
    script("mvn", MAVEN);
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  @Test
  void aHeapThatIsNoneIsOneLine() throws Exception {
    for (String heap : List.of("abc", "4gb", "-1", "g", "4.5g")) {
      Ended ended = run(Map.of("INKWASH_HEAP", heap));
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.output())
          .isEqualTo(
              "inkwash: INKWASH_HEAP is '"
                  + heap
                  + "'; allowed: a whole number and k, m, g or t, as in 4g\n");
    }
    assertThat(run(Map.of("INKWASH_HEAP", "512m")).output()).contains("-Xmx512m\n");
  }

  @Test
  void aCollectorOfTheUsersTakesTheLaunchersPlace() throws Exception {
    assertThat(run(Map.of()).output()).contains("-XX:+UseSerialGC\n");
    assertThat(run(Map.of("INKWASH_JAVA_OPTS", "-Dx=y -XX:+UseG1GC")).output())
        .contains("-XX:+UseG1GC\n", "-Dx=y\n")
        .doesNotContain("SerialGC");
  }

  @Test
  void anAsciiLocaleBecomesUtf8AndAnyOtherStays() throws Exception {
    String installed = output(new ProcessBuilder("sh", "-c", "locale -a"));
    assumeThat(installed).containsPattern("(?m)^C\\.(utf8|UTF-8)$");
    assertThat(run(Map.of()).output()).contains("LC_ALL=C.UTF-8\n");
    assertThat(run(Map.of("LANG", "C")).output()).contains("LC_ALL=C.UTF-8\n");
    assertThat(run(Map.of("LC_ALL", "C", "LANG", "C.UTF-8")).output()).contains("LC_ALL=C.UTF-8\n");
    assertThat(run(Map.of("LANG", "zz_ZZ.UTF-8")).output())
        .as("a locale that is not installed")
        .contains("LC_ALL=C.UTF-8\n");
    assertThat(run(Map.of("LANG", "C.UTF-8")).output()).contains("LC_ALL=\n");
  }

  @Test
  void oneBuildServesAllThatWait() throws Exception {
    Process first = start(Map.of("MAVEN_SLEEP", "2"));
    awaitMaven(1);
    Ended second = run(Map.of());
    assertThat(second.output()).startsWith("waiting for another inkwash, which builds ...\n");
    assertThat(second.exitCode()).isZero();
    assertThat(end(first).exitCode()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void onlyAChangedSourceIsBuiltAgain() throws Exception {
    for (int use = 0; use < 2; use++) {
      assertThat(run(Map.of("MAVEN_SLEEP", "1")).exitCode()).isZero();
      assertThat(builds()).hasSize(1);
    }
    Files.writeString(home.resolve("natives/platforms/pom.xml"), "");
    assertThat(run(Map.of()).output()).startsWith("building Inkwash (its sources have changed)");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aKilledBuildBlocksNobody() throws Exception {
    Process first = start(Map.of("MAVEN_SLEEP", "100"));
    ProcessHandle maven = awaitMaven(1);
    first.destroyForcibly();
    maven.destroyForcibly();
    Ended second = run(Map.of());
    assertThat(second.exitCode()).isZero();
    assertThat(second.output()).doesNotContain("waiting");
    assertThat(builds()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalEndsMavenToo(String signal, int exitCode) throws Exception {
    String survived = output(new ProcessBuilder("sh", "-c", "kill -" + signal + " $$; echo yes"));
    assumeThat(survived).as("of a signal that this test's own parent ignores").isEmpty();
    Process launcher = start(Map.of("MAVEN_SLEEP", "100"));
    ProcessHandle maven = awaitMaven(1);
    new ProcessBuilder("kill", "-" + signal, String.valueOf(launcher.pid())).start().waitFor();
    assertThat(launcher.waitFor(20, TimeUnit.SECONDS)).as("ends at once").isTrue();
    assertThat(launcher.exitValue()).isEqualTo(exitCode);
    maven.onExit().get(20, TimeUnit.SECONDS);
    try (Stream<Path> left = Files.list(home.resolve(".inkwash/cpu"))) {
      assertThat(left.filter(Files::isDirectory)).as("half a build").isEmpty();
    }
  }

  /** What a process that has ended printed, and its exit code. */
  private record Ended(int exitCode, String output) {}

  private Ended run(Map<String, String> environment) throws Exception {
    return end(start(environment));
  }

  /** Starts the launcher as {@code env -i} would, with the environment given. */
  private Process start(Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(home.resolve("inkwash").toString(), "--version");
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", home.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().clear();
    builder.environment().putAll(all);
    Process process = builder.redirectErrorStream(true).start();
    children.add(process);
    return process;
  }

  private static Ended end(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private static String output(ProcessBuilder builder) throws IOException {
    return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private List<String> builds() throws IOException {
    Path calls = home.resolve("maven.calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** The Maven of the n-th build, once it runs. */
  private ProcessHandle awaitMaven(int n) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (builds().size() < n) {
      assertThat(System.nanoTime()).as("no build has begun").isLessThan(end);
      Thread.sleep(20);
    }
    return ProcessHandle.of(Long.parseLong(builds().get(n - 1))).orElseThrow();
  }

  private void script(String name, String text) throws IOException {
    Path file = home.resolve("bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
