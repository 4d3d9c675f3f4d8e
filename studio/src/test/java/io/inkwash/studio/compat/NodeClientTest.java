package io.inkwash.studio.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.inkwash.studio.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * OpenAI's client for JavaScript, where {@code INKWASH_NODE_MODULES} names a folder {@code
 * node_modules} that has it.
 */
class NodeClientTest {
  @RegisterExtension static final Running RUNNING = new Running();

  @Test
  void itDrawsAndItsErrorsAreItsOwn(@TempDir Path folder) throws IOException, InterruptedException {
    String modules = System.getenv().getOrDefault("INKWASH_NODE_MODULES", "");
    assumeThat(Files.isDirectory(Path.of(modules, "openai"))).isTrue();
    Path link = folder.resolve("node_modules");
    Files.createSymbolicLink(link, Path.of(modules).toAbsolutePath());
    Path script = folder.resolve("openai.mjs");
    Files.copy(Path.of("..", "studio", "src", "test", "clients", "openai.mjs"), script);
    Process node =
        new ProcessBuilder("node", script.toString(), RUNNING.client().uri("/v1").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Files.delete(link);
    assertThat(node.waitFor()).as(output).isZero();
    assertThat(output).isEqualTo("ok\n");
  }
}
