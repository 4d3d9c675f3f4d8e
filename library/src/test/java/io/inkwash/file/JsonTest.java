package io.inkwash.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  record Qualified(int step, JsonTest.@Nullable Loss loss) {
    Qualified {
      step = Math.abs(step);
    }
  }

  record Numbers(Map<String, double[]> values) {}

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
    double[] numbers = {Double.NaN, Double.POSITIVE_INFINITY, 0.1};
    assertThat(Json.read(Json.line(new Numbers(Map.of("a", numbers))), Numbers.class).values())
        .hasEntrySatisfying("a", read -> assertThat(read).containsExactly(numbers));
    assertThat(Json.line(new Loss(1, Double.NaN))).isEqualTo("{\"step\":1,\"loss\":\"NaN\"}");
  }

  @Test
  void aMissingNullableIsNullAndAnIntIsADouble() {
    Plan plan =
        Json.read(TEXT.replace(",\n  \"note\": null", "").replace("2.0E-4", "1"), Plan.class);
    assertThat(plan.note()).isNull();
    assertThat(plan.rate()).isEqualTo(1);
  }

  @Test
  void aNullableOfAQualifiedTypeMayBeNull() {
    Qualified without = new Qualified(3, null);

    assertThat(Json.read(Json.line(without), Qualified.class)).isEqualTo(without);
  }

  /** What stands in the text, what to put in its place, and what is said then. */
  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            "\"note\"",
            "\"nots\"",
            "field nots: is unknown; known are name, network, note, precision, rate"),
        arguments("\"channels\"", "\"chanels\"", "field network.channels: is missing"),
        arguments("\"name\": \"ddpm\",", "", "field name: is missing"),
        arguments("\"ddpm\"", "null", "field name: is null; a value is needed"),
        arguments("[ 1, 2 ]", "null", "field network.widths: is null; a value is needed"),
        arguments("[ 1, 2 ]", "[ 1, null ]", "is null; a value is needed"),
        arguments("64", "null", "line 4, field network.channels: "),
        arguments("64", "\"64\"", "line 4, field network.channels: \"64\" is not of type int"),
        arguments("64", "64.5", "line 4, field network.channels: 64.5 is not of type int"),
        arguments("64", "6400000000", "line 4, field network.channels: "),
        arguments("64", "true", "line 4, field network.channels: "),
        arguments(
            "{\n    \"channels\": 64,", "7, \"x\": {", "field network: is not of type Network"),
        arguments("64", "0", "0 channels; at least 1 is needed"),
        arguments(
            "[ 1, 2 ]", "[ 1, \"two\" ]", "network.widths[1]: \"two\" is not of type Integer"),
        arguments("[ 1, 2 ]", "1", "line 5, field network.widths: is not of type list"),
        arguments("2.0E-4", "\"fast\"", "line 7, field rate: \"fast\" is not of type double"),
        arguments("2.0E-4", "NaN", "line 7: Non-standard token 'NaN'"),
        arguments("BF16", "FP16", "field precision: \"FP16\" is unknown; known are FP32, BF16"),
        arguments("\"BF16\"", "1", "line 8, field precision: "),
        arguments("\"ddpm\"", "5", "line 2, field name: 5 is not of type String"),
        arguments("\"rate\"", "\"name\"", "line 7: Duplicate field 'name'"),
        arguments("\"note\": null", "\"note\": null,", "line 10: "),
        arguments("\"note\": null\n}", "\"note\": null", "line 9: Unexpected end-of-input"),
        arguments(
            "\"note\": null\n}", "\"note\": null\n} {", "line 10: more follows after the value"),
        arguments("{\n  \"name\"", "null {", "line 1: more follows after the value"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refuses(String from, String to, String reason) throws IOException {
    assertThat(TEXT).contains(from);
    String text = TEXT.replace(from, to);
    assertThatThrownBy(() -> Json.read(text, Plan.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1)
        .doesNotContain("io.inkwash", "Feature");

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
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("is empty");
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
        .hasMessage(file + ": line 2, field loss: is missing");
  }

  @Test
  void faultsThatQuoteTheTextStayOnOneLine() {
    for (String json :
        List.of(
            "{\"step\": 1, \"lo\\nss\": 2}",
            "{\"step\": \"a\\nb\\u001b[31m\", \"loss\": 2}",
            "{\"step\": 1, \"loss\": a\nb}",
            "{\"step\": 1\n\n, \"loss\": \"\n\"}",
            "{\"step\": 1, \"step\\u0007\": 1}")) {
      assertThatThrownBy(() -> Json.read(json, Loss.class))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .hasLineCount(1)
          .doesNotContainPattern("\\p{Cntrl}");
    }
  }
}
