package io.inkwash.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipTokenizerTest {
  private static final ClipTokenizer CLIP = ClipTokenizer.standard();

  private static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(ClipTokenizerTest.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<JsonNode> golden() {
    List<JsonNode> lines = Json.readLines(resource("clip-tokens.jsonl"), JsonNode.class);
    return lines.subList(1, lines.size()); // the first names the versions
  }

  /** The identifiers of a golden line, with the padding that it leaves out. */
  private static List<Integer> ids(JsonNode line, String tokenizer) {
    List<Integer> ids = new ArrayList<>();
    line.path(tokenizer).forEach(id -> ids.add(id.asInt()));
    int last = ids.get(ids.size() - 1);
    ids.addAll(Collections.nCopies(77 - ids.size(), last));
    return ids;
  }

  private static void assertGolden(String name, Tokenizer tokenizer) {
    for (JsonNode line : golden()) {
      String text = line.path("text").asText();
      assertThat(tokenizer.encode(text).ids())
          .as("%s of %s", name, text)
          .isEqualTo(ids(line, name));
    }
  }

  @Test
  void identifiersAreThoseOfPython() {
    assertThat(golden()).hasSizeGreaterThan(250);
    assertThat(CLIP.vocabularySize()).isEqualTo(49_408);
    assertGolden("clip", CLIP);
    assertGolden("second", ClipTokenizer.paddedWith("!"));
  }

  @Test
  void aFolderWrittenByPythonIsReadAsItIs() {
    assertGolden("tiny", ClipTokenizer.open(resource("tiny-tokenizer")));
  }

  @Test
  void aFolderOfTheOlderFormIsReadToo(@TempDir Path folder) throws IOException {
    writeOlderForm(folder);
    assertGolden("tiny", ClipTokenizer.open(folder));
  }

  @Test
  void theMapOfSpecialTokensIsRightWhereTheConfigurationDiffers(@TempDir Path folder)
      throws IOException {
    writeOlderForm(folder);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"pad_token\": \"<|endoftext|>\", \"model_max_length\": 5}");
    Files.writeString(
        folder.resolve("special_tokens_map.json"), "{\"pad_token\": {\"content\": \"!\"}}");
    ClipTokenizer tokenizer = ClipTokenizer.open(folder);
    assertThat(tokenizer.encode("").ids()).containsExactly(812, 813, 0, 0, 0);
    assertThat(tokenizer.encode("a a a a a").ids()).containsExactly(812, 320, 320, 320, 813);
  }

  private static void writeOlderForm(Path folder) throws IOException {
    JsonNode json = Json.read(resource("tiny-tokenizer").resolve("tokenizer.json"), JsonNode.class);
    Json.write(folder.resolve("vocab.json"), json.path("model").path("vocab"));
    List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
    for (JsonNode pair : json.path("model").path("merges")) {
      merges.add(pair.path(0).asText() + " " + pair.path(1).asText());
    }
    Files.write(folder.resolve("merges.txt"), merges);
  }

  @Test
  void countsAndCutsWhatDoesNotFit() {
    Tokens cat = CLIP.encode("a photo of a cat");
    assertThat(cat.count()).isEqualTo(7);
    assertThat(cat.cut()).isFalse();
    assertThat(CLIP.encode("long ".repeat(75)).cut()).isFalse();
    Tokens cut = CLIP.encode("long ".repeat(76));
    assertThat(cut.cut()).isTrue();
    assertThat(cut.count()).isEqualTo(77);
    assertThat(cut.ids().get(76)).isEqualTo(49_407);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          vocab.json              | {"a": "b"}                    | token "a" has the number ""b""
          vocab.json              | {}                            | holds no vocabulary
          vocab.json              | {"a": 1}                      | has no token <^startoftext^>
          merges.txt              | a b c                         | "a b c" is no pair of tokens
          tokenizer_config.json   | {"tokenizer_class": "T5"}     | class "T5"; allowed: CLIPTokenizer
          tokenizer_config.json   | {"model_max_length": 1}       | texts of 1 tokens; allowed: 2
          special_tokens_map.json | {"pad_token": "<pad>"}        | has no token <pad>
          """)
  void damagedFoldersAreRefusedInALine(
      String file, String content, String message, @TempDir Path folder) throws IOException {
    writeOlderForm(folder);
    Files.writeString(folder.resolve(file), content);
    assertThatThrownBy(() -> ClipTokenizer.open(folder))
        .isInstanceOf(FileException.class)
        .hasMessageContaining(message.replace('^', '|'))
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aMissingVocabularyIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> ClipTokenizer.open(folder))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("lacks vocab.json and merges.txt");
    Json.write(folder.resolve("vocab.json"), Map.of("a", 0));
    assertThatThrownBy(() -> ClipTokenizer.open(folder))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("merges.txt: cannot be read: no such file");
  }
}
