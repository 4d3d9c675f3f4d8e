package io.inkwash.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.file.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser: {@code src/test/browser/page.mjs} drives Chromium by playwright-core
 * and does what a person does, against a server in a process of its own that it kills on the way.
 * Where there is no browser, no Node.js or no playwright-core the test is skipped and says which.
 */
class PageTest {
  private static final Path MODULE = Path.of("../studio").toAbsolutePath().normalize();

  /** A minute on two idle cores; more where others compute. */
  private static final int LONGEST_SECONDS = 420;

  @TempDir Path folder;

  @Test
  void aPersonLearnsDrawsRepairsAndTrains() throws IOException, InterruptedException {
    assertThat(driven("page.mjs", "Chromium", "chromium", "chromium-browser", "google-chrome"))
        .contains("learn: done", "draw: done", "neighbors: done", "queue: done", "prompt: done")
        .contains("repair: done", "runs: done", "narrow: done");
  }

  /** What a script says that drives the first of some programs. */
  private String driven(String script, String name, String... programs)
      throws IOException, InterruptedException {
    Optional<String> browser =
        Stream.of(programs).flatMap(program -> onPath(program).stream()).findFirst();
    assumeTrue(browser.isPresent(), "there is no " + name + " here");
    Optional<String> node = onPath("node");
    assumeTrue(node.isPresent(), "there is no Node.js here");
    assumeTrue(
        Files.isDirectory(MODULE.resolve("node_modules/playwright-core")),
        "playwright-core is not here; run npm ci in studio");

    Path runs = Files.createDirectory(folder.resolve("runs"));
    String settings =
        Json.line(
            Map.of(
                "server",
                server(runs, TinyModels.folder()),
                "browser",
                browser.get(),
                "pictures",
                folder.resolve("pictures").toString()));
    Path log = folder.resolve("log.txt");
    ProcessBuilder driver =
        new ProcessBuilder(node.get(), "src/test/browser/" + script, settings)
            .directory(MODULE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    driver.environment().put("OMP_NUM_THREADS", "1");
    driver.environment().put("OPENBLAS_NUM_THREADS", "1");
    Process process = driver.start();
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String said = Files.readString(log, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static List<String> server(Path runs, Path models) {
    return List.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-Xmx1g",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.awt.headless=true",
        "-cp",
        System.getProperty("java.class.path"),
        StudioProcess.class.getName(),
        runs.toString(),
        models.toString());
  }

  private static Optional<String> onPath(String program) {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
