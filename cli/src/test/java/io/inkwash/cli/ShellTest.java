package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a person has at a prompt: help by command, completion, lists of one kind. */
class ShellTest {
  @TempDir Path folder;

  @Test
  void helpOfACommandIsItsHelp() {
    assertThat(Cli.line("help train").succeeded().out())
        .isEqualTo(Cli.line("train --help").succeeded().out());
    assertThat(Cli.line("help").succeeded().out()).isEqualTo(Cli.line("--help").succeeded().out());
  }

  @Test
  void jshellKnowsTheLibraryAndShowsPictures() throws Exception {
    Path script = folder.resolve("white.jsh");
    SmallFiles.write(
        script,
        "show(Picture.filled(1, 2, 1, 255));\nshow(List.of(Picture.filled(1, 2, 1, 7)));\nint steps = 3;\nSystem.out.println(steps);\n");
    Process shell =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.inkwash.cli.Inkwash",
                "shell",
                "--quiet")
            .redirectInput(script.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(out)
        .contains(
            "\u001b[38;2;255;255;255m\u001b[48;2;255;255;255m\u2580", "\u001b[38;2;7;7;7m", "3\n")
        .doesNotContain("->"); // JShell's prompt
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bashCompletesCommandsAndOptions() throws Exception {
    Path script = folder.resolve("completion");
    SmallFiles.write(script, Cli.line("completion").succeeded().out());
    assertThat(completed(script, "tra")).contains("train");
    assertThat(completed(script, "train", "--res")).contains("--resume");
  }

  /** What bash offers for the last of some words. */
  private static String completed(Path script, String... words)
      throws IOException, InterruptedException {
    String line =
        "source "
            + script
            + "; COMP_WORDS=(inkwash "
            + String.join(" ", words)
            + "); COMP_CWORD="
            + words.length
            + "; _complete_inkwash; echo ${COMPREPLY[@]}";
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void oneKindIsListedAlone() {
    assertThat(Cli.line("explain --list solver").succeeded().out())
        .startsWith("solvers\n")
        .contains("\n  ddim ", "eta = 0")
        .doesNotContain("karras ", "recipes");
    assertThat(Cli.line("explain --list recipe").succeeded().out())
        .startsWith("recipes\n  ddpm ")
        .doesNotContain("solvers");
    assertThat(Cli.line("explain --list metric").succeeded().out()).contains("\n  fid ");
  }
}
