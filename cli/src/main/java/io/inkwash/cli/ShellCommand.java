package io.inkwash.cli;

import io.inkwash.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Opens JShell on the library. */
@Command(
    name = "shell",
    description = "Opens JShell with the library's classes imported.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "show(picture) and show(pictures) print in the terminal, which needs 24-bit colors.",
      "Example:",
      "  inkwash shell",
      "  jshell> var model = Model.open(Path.of(\"mnist\"))",
      "  jshell> show(model.generate().classes(7).steps(10).draw(8))"
    })
final class ShellCommand implements Callable<Integer> {

  @Option(
      names = "--quiet",
      description = "Print what the code prints, and neither prompts nor values.")
  boolean quiet;

  @Override
  public Integer call() throws Exception {
    Path startup = startup();
    try {
      JavaShellToolBuilder shell = JavaShellToolBuilder.builder();
      if (quiet) {
        shell.persistence(new HashMap<>()); // a script leaves no history behind
      }
      return shell.start(arguments(startup).toArray(String[]::new));
    } finally {
      Files.deleteIfExists(startup);
    }
  }

  private List<String> arguments(Path startup) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--class-path", System.getProperty("java.class.path")));
    arguments.addAll(List.of("--startup", "DEFAULT", "--startup", startup.toString()));
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!option.startsWith("-XX:SharedArchiveFile")) { // of this command's own class path
        arguments.add("-R" + option);
      }
    }
    if (quiet) {
      arguments.addAll(List.of("-s", "-")); // standard input as a file, without prompts
    }
    return arguments;
  }

  /** The imports and {@code show}, as a file: JShell reads no resource of others. */
  private static Path startup() {
    try (InputStream script =
        Objects.requireNonNull(ShellCommand.class.getResourceAsStream("shell.jsh"))) {
      Path file = Files.createTempFile("inkwash", ".jsh");
      Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      Path folder = Path.of(System.getProperty("java.io.tmpdir"));
      throw new FileException(folder, "JShell's imports cannot be written there", e);
    }
  }
}
