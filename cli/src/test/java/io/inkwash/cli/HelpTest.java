package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The help of every command is the text in {@code src/test/resources/io/inkwash/cli/help}. After a
 * change that is meant, {@code mvn test -pl cli -am -Dinkwash.renew} writes it anew.
 */
class HelpTest {
  private static final Pattern COMMAND = Pattern.compile("^  ([a-z]+) +\\S.*", Pattern.MULTILINE);

  /** The command itself, its commands, and theirs. */
  static List<String> commands() {
    List<String> commands = new ArrayList<>();
    collect("", commands);
    return commands;
  }

  private static void collect(String command, List<String> into) {
    into.add(command.strip());
    String help = help(command);
    int start = help.indexOf("\nCommands:\n");
    if (start >= 0) {
      int end = help.indexOf("\n\n", start);
      Matcher line = COMMAND.matcher(end < 0 ? help.substring(start) : help.substring(start, end));
      while (line.find()) {
        collect(command + " " + line.group(1), into);
      }
    }
  }

  @Test
  void findsTheCommands() {
    assertThat(commands())
        .contains("", "demo", "train", "sample", "explain", "data", "data list", "data show");
  }

  @ParameterizedTest(name = "inkwash {0}")
  @MethodSource("commands")
  void helpIsAsWritten(String command) throws IOException {
    String help = help(command);
    String name = ("inkwash " + command).strip().replace(' ', '-') + ".txt";
    if (System.getProperty("inkwash.renew") != null) {
      SmallFiles.write(Path.of("src/test/resources/io/inkwash/cli/help", name), help);
      return;
    }
    try (var file = HelpTest.class.getResourceAsStream("help/" + name)) {
      assertThat(file).as("%s is missing; renew with -Dinkwash.renew", name).isNotNull();
      assertThat(help).isEqualTo(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest(name = "inkwash {0}")
  @MethodSource("commands")
  void helpFitsAScreen(String command) {
    assertThat(help(command).lines()).allMatch(line -> line.length() <= 80);
  }

  /** A line of an example that is wrapped is two commands to who pastes it. */
  @ParameterizedTest(name = "inkwash {0}")
  @MethodSource("commands")
  void examplesAreNotWrapped(String command) {
    String help = help(command);
    int start = help.indexOf("\nExample");
    if (start >= 0) {
      assertThat(help.substring(start).lines().skip(2)).allMatch(line -> line.startsWith("  "));
    }
  }

  @Test
  void versionIsOneLine() {
    assertThat(Cli.run("--version").succeeded().outLines())
        .singleElement()
        .asString()
        .startsWith("inkwash ");
  }

  private static String help(String command) {
    return Cli.line(command + " --help").succeeded().out();
  }
}
