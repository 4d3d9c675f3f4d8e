package io.inkwash.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is wrong with a command line is said in one line, before a session begins. */
class InkwashSparkTest {
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine command = InkwashSpark.command();
    command.setErr(new PrintWriter(err));
    return command.execute(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | 2 | a command is missing: sample, evaluate, restore or train",
        "sample --run mnist --out x        | 2 | Missing required option: '--count=N'",
        "evaluate --run nowhere            | 1 | nowhere: is not there",
        "evaluate --run mnist --data no/no | 1 | no/no"
      })
  void mistakesAreOneLine(String words, int code, String message) {
    assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(code);
    assertThat(err.toString()).startsWith("inkwash-spark: ").contains(message).hasLineCount(1);
  }

  @Test
  void helpNamesTheOptions() {
    StringWriter out = new StringWriter();
    CommandLine command = InkwashSpark.command();
    command.setOut(new PrintWriter(out));
    assertThat(command.execute("sample", "--help")).isZero();
    assertThat(out.toString()).contains("--shard", "--format", "--shared", "--prompt");
  }
}
