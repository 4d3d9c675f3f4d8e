package io.inkwash.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @TempDir Path folder;

  enum Precision {
    FP32,
    BF16
  }

  record Network(int channels, List<Integer> widths) {
    Network {
      if (channels < 1) {
        throw new IllegalArgumentException(channels + " channels; at least 1 is needed");
      }
    }

    /** Looks like a property to those who look for them. */
    public boolean isWide() {
      return true;
    }

    public int getDepth() {
      return widths.size();
    }
  }

  record Plan(
      String name, Network network, double rate, Precision precision, @Nullable String note) {}

  record Loss(long step, double loss) {}

  private static final Plan PLAN =
      new Plan("ddpm", new Network(64, List.of(1, 2)), 2e-4, Precision.BF16, null);

  private static final String TEXT =
      """
      {
        "name": "ddpm",
        "network": {
          "channels": 64,
          "widths": [ 1, 2 ]
        },
        "rate": 2.0E-4,
        "precision": "BF16",
        "note": null
      }""";

  @Test
  void recordsGoOutAndComeBack() {
    assertThat(Json.pretty(PLAN)).isEqualTo(TEXT);
    assertThat(Json.read(TEXT, Plan.class)).isEqualTo(PLAN);
    assertThat(Json.line(new Loss(3, 0.25))).isEqualTo("{\"step\":3,\"loss\":0.25}");
    Path file = folder.resolve("plan.json");
    Json.write(file, PLAN);
    assertThat(file).hasContent(TEXT + "\n");
    assertThat(Json.read(file, Plan.class)).isEqualTo(PLAN);
  }

  @Test
  void doublesSurviveAndNanIsAString() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("third", 1 / 3.0);
    values.put("tiny", Double.MIN_VALUE);
    assertThat(Json.read(Json.line(values), Map.class)).isEqualTo(values);
    for (double value : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, 1e22, 0.1}) {
      assertThat(Json.read(Json.line(new Loss(1, value)), Loss.class))
          .isEqualTo(new Loss(1, value));
    }
    assertThat(Json.line(new Loss(1, Double.NaN))).isEqualTo("{\"step\":1,\"loss\":\"NaN\"}");
  }

  @Test
  void aMissingNullableIsNullAndAnIntIsADouble() {
    Plan plan =
        Json.read(TEXT.replace(",\n  \"note\": null", "").replace("2.0E-4", "1"), Plan.class);
    assertThat(plan.note()).isNull();
    assertThat(plan.rate()).isEqualTo(1);
  }

  /** What stands in the text, what to put in its place, and what is said then. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"channels\"    | \"chanels\"          | line 4, field network.chanels: is unknown; known are channels, widths",
        "\"channels\": 64, | `` | line 5: \"channels\" is missing",
        "\"name\": \"ddpm\", | `` | line 9: \"name\" is missing",
        "\"ddpm\"        | null                 | field name: is null; a value is needed",
        "[ 1, 2 ]        | null                 | field network.widths: is null; a value is needed",
        "[ 1, 2 ]        | [ 1, null ]          | is null; a value is needed",
        "64              | null                 | line 4, field network.channels: ",
        "64              | \"64\"               | line 4, field network.channels: ",
        "64              | 64.5                 | line 4, field network.channels: ",
        "64              | 6400000000           | line 4, field network.channels: ",
        "64              | 0                    | 0 channels; at least 1 is needed",
        "[ 1, 2 ]        | [ 1, \"two\" ]       | field network.widths[1]: \"two\" is not of type ",
        "[ 1, 2 ]        | 1                    | line 5, field network.widths: ",
        "2.0E-4          | \"fast\"             | line 7, field rate: \"fast\" is not of type double",
        "2.0E-4          | NaN                  | line 7",
        "BF16            | FP16                 | field precision: \"FP16\" is unknown; known are FP32, BF16",
        "\"BF16\"        | 1                    | line 8, field precision: ",
        "\"ddpm\"        | 5                    | line 2, field name: ",
        "\"rate\"        | \"name\"             | line 7, field name: ",
        "\"note\": null  | \"note\": null,      | line 10: ",
        "\"note\": null\n} | \"note\": null     | line ",
        "\"note\": null  | \"note\": null} {    | line 9: ",
        "{\n  \"name\"   | null {               | line 1: ",
      })
  void refuses(String from, String to, String reason) throws IOException {
    assertThat(TEXT).contains(from);
    String text = TEXT.replace(from, to);
    assertThatThrownBy(() -> Json.read(text, Plan.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1)
        .doesNotContain("io.inkwash");

    Path file = folder.resolve("plan.json");
    Files.writeString(file, text);
    assertThatThrownBy(() -> Json.read(file, Plan.class))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  @Test
  void emptyNullMissingAndWrongEncodingAreRefused() throws IOException {
    assertThatThrownBy(() -> Json.read("", Plan.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.read("null", Plan.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("null stands where a value is needed");
    Path file = folder.resolve("x.json");
    assertThatThrownBy(() -> Json.read(file, Plan.class))
        .isInstanceOf(FileException.class)
        .hasMessage(file + ": cannot be read: no such file");
    Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> Json.read(file, String.class))
        .isInstanceOf(FileException.class)
        .hasMessage(file + ": cannot be read: it is not text in UTF-8");
  }

  @Test
  void linesAreReadAndATornLastOneIsLeftOut() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(
        file, "{\"step\":1,\"loss\":0.5}\n{\"step\":2,\"loss\":\"NaN\"}\n{\"step\":3,\"lo");
    assertThat(Json.readLines(file, Loss.class))
        .containsExactly(new Loss(1, 0.5), new Loss(2, Double.NaN));

    Files.writeString(file, "{\"step\":1,\"loss\":0.5}\n{\"step\":2}\n");
    assertThatThrownBy(() -> Json.readLines(file, Loss.class))
        .isInstanceOf(FileException.class)
        .hasMessage(file + ": line 2: \"loss\" is missing");
  }
}
