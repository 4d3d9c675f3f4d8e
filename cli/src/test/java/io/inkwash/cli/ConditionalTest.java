package io.inkwash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.io.Json;
import io.inkwash.recipe.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands told what the images are to be. */
class ConditionalTest {
  private static final String ASKED =
      " --class 3:5 --metrics accuracy --count 10 --steps 2 --threads 1 --precision fp32 ";

  @TempDir static Path shared;

  @BeforeAll
  static void train() {
    Cli.line(
            "train --recipe ddpm-small --conditional --data digits --steps 2 --batch 4 --out %s"
                    .formatted(shared.resolve("run"))
                + " --set network.width=8 --threads 1 --precision fp32")
        .succeeded();
  }

  /** The classes are asked for in turn, whatever the batch, and by whatever command. */
  @Test
  void evaluateAndCompareAskForTheSameClasses() {
    Path rows = shared.resolve("rows.jsonl");
    Cli table = Cli.line("compare " + shared.resolve("run") + " --rows " + rows + ASKED);
    table.succeeded();
    Row row = Json.readLines(rows, Row.class).get(0);
    assertThat(row.protocol().classes()).containsExactly(3, 5);
    assertThat(table.out()).contains("10 samples a row of the classes 3, 5 in turn");
    Finding found = row.findings().get(0);
    assertThat(found.note()).isEqualTo("of 10 images");
    assertThat(found.value() * 10).isBetween(0.0, 10.0).isEqualTo(Math.rint(found.value() * 10));

    Cli numbers =
        Cli.line("evaluate --json --batch 3 --run " + shared.resolve("run") + ASKED).succeeded();
    JsonNode same = Json.read(numbers.out(), JsonNode.class).get("findings").get(0);
    assertThat(same.get("value").asDouble()).isEqualTo(found.value());
  }

  @Test
  void otherClassesAreAnotherProtocol() {
    Path rows = shared.resolve("others.jsonl");
    String compare = "compare " + shared.resolve("run") + " --rows " + rows;
    Cli.line(compare + ASKED).succeeded();
    Cli other = Cli.line(compare + ASKED.replace("3:5", "4"));
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.err()).contains("measured otherwise", "classes [4] instead of [3,5]");
  }
}
