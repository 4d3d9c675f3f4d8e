package io.inkwash.cli.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.cli.Cli;
import io.inkwash.cli.SmallFiles;
import io.inkwash.evaluate.Finding;
import io.inkwash.evaluate.compare.Row;
import io.inkwash.file.Json;
import io.inkwash.model.Run;
import io.inkwash.picture.ImageIo;
import io.inkwash.picture.Picture;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that state what the images are to be. */
class ConditionalTest {
  private static final String TRAIN =
      "train --recipe ddpm-small --conditional --data digits --steps 2 --batch 4 --threads 1"
          + " --precision fp32 --set network=simple-unet(width=8) --set path.timesteps=40"
          + " --set sampling.steps=40 --out ";
  private static final String ASKED =
      " --class 3:5 --metrics accuracy --count 10 --steps 2 --threads 1 --precision fp32 ";

  @TempDir static Path shared;

  @BeforeAll
  static void train() {
    Cli.line(TRAIN + shared.resolve("run")).succeeded();
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
    assertThat(other.err())
        .contains("holds rows of classes [3, 5] ([4] is requested); choose the same");
  }

  @Test
  void aGridIsOfTheClassesThatAreAsked() {
    byte[] threes = SmallFiles.bytes(grid("3", "threes.png"));
    assertThat(SmallFiles.bytes(grid("3", "again.png"))).isEqualTo(threes);
    assertThat(SmallFiles.bytes(grid("4", "fours.png"))).isNotEqualTo(threes);
  }

  @Test
  void theNamesOfTheClassesAreStoredAndShown() {
    Path run = shared.resolve("run");
    assertThat(Run.open(run).recipe().data().classNames()).hasSize(10).startsWith("0", "1");
    Cli explained = Cli.line("explain --run " + run).succeeded();
    assertThat(explained.out()).contains("10 classes: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9");
    Cli.line("sample --count 1 --steps 2 --class cow --run " + run)
        .refused(1, "there is no class \"cow\"", "0, 1, 2, 3");
  }

  /** The names of the classes stand below the pictures of a sample. */
  @Test
  void aSampleOfRequestedClassesHasTheirNames() {
    Picture named = sample("named.png", " --class 3:5");
    Picture bare = sample("bare.png", "");
    assertThat(bare.height()).isEqualTo(2 * (2 + 28 + 2));
    assertThat(named.height()).isGreaterThan(bare.height());
  }

  private static Picture sample(String name, String more) {
    Path png = shared.resolve(name);
    String words = "sample --count 2 --steps 2 --threads 1 --precision fp32 --run ";
    Cli.line(words + shared.resolve("run") + " --out " + png + more).succeeded();
    return ImageIo.read(png);
  }

  private static Path grid(String classes, String name) {
    Path png = shared.resolve(name);
    Cli.line(
            "compare %s --class %s --images 1 --threads 1 --precision fp32 --out %s"
                .formatted(shared.resolve("run"), classes, png))
        .succeeded();
    return png;
  }

  @Test
  void aModelThatWasAlwaysToldIsNotLedAwayFromNothing() {
    Path always = shared.resolve("always");
    Cli.line(TRAIN + always + " --set conditioningDropout=0").succeeded();
    Cli led =
        Cli.line(
            "sample --class 3 --count 1 --steps 2 --guidance classifier-free --run %s --out %s"
                .formatted(always, shared.resolve("led.png")));
    assertThat(led.exitCode()).isEqualTo(1);
    assertThat(led.err())
        .contains("always given a class (conditioningDropout 0)", "conditioningDropout 0.1");
  }
}
