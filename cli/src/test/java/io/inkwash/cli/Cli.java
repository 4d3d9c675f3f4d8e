package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs the command in this process and keeps what it printed.
 *
 * @param exitCode 0 done, 1 failed, 2 wrong usage
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record Cli(int exitCode, String out, String err) {

  /** Runs {@code inkwash args...}. */
  public static Cli run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int exitCode = Inkwash.run(args);
      System.out.flush();
      System.err.flush();
      return new Cli(exitCode, text(outBytes), text(errBytes));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs a command line whose words have no spaces in them. */
  public static Cli line(String words) {
    return run(words.isBlank() ? new String[0] : words.strip().split("\\s+"));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** The lines on standard output. */
  public List<String> outLines() {
    return out.lines().toList();
  }

  /** The lines on standard error. */
  public List<String> errLines() {
    return err.lines().toList();
  }

  /** Itself, after making sure that all went well. */
  public Cli succeeded() {
    if (exitCode != 0) {
      throw new AssertionError("exit code " + exitCode + "\n" + out + err);
    }
    return this;
  }

  /**
   * Makes sure that it was refused: in one clear line, the last, without a stack and with nothing
   * on standard output.
   *
   * @param words what the line holds, all of it
   */
  public void refused(int expectedExitCode, String... words) {
    List<String> complaints =
        errLines().stream().filter(line -> line.startsWith("inkwash: ")).toList();
    assertThat(complaints).as(err).hasSize(1);
    assertThat(complaints.get(0)).contains(words);
    assertThat(errLines()).as("the last line").endsWith(complaints.get(0));
    assertThat(err).as("stack").doesNotContain("\tat ", "Exception");
    assertThat(out).isEmpty();
    assertThat(exitCode).isEqualTo(expectedExitCode);
  }
}
