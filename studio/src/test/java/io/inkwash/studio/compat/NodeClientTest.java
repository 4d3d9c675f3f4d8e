package io.inkwash.studio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.inkwash.studio.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients for JavaScript, unchanged: OpenAI's own, and one of AUTOMATIC1111's web UI. Each draws by
 * a script of {@code src/test/clients}. Where {@code npm ci} has not installed them in the module's
 * folder the tests are skipped.
 */
class NodeClientTest {
  private static final Path MODULE = Path.of("..", "studio").toAbsolutePath().normalize();

  @RegisterExtension static final Running RUNNING = new Running();

  @ParameterizedTest(name = "{0}")
  @CsvSource({"openai, openai.mjs", "node-sd-webui, webui.mjs"})
  void itDrawsAndItsErrorsAreItsOwn(String client, String script)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isDirectory(MODULE.resolve("node_modules").resolve(client)),
        client + " is not here; run npm ci in studio");
    String address = "http://127.0.0.1:" + RUNNING.studio().port();
    Process node =
        new ProcessBuilder("node", "src/test/clients/" + script, address)
            .directory(MODULE.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo("ok\n");
  }
}
