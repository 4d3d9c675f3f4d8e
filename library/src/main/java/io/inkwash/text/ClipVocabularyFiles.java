package io.inkwash.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder {@code tokenizer} of a model.
 *
 * <table>
 * <caption>Files</caption>
 * <tr><td>{@code vocab.json}, {@code merges.txt}</td><td>the vocabulary; or both inside {@code
 *     tokenizer.json}</td></tr>
 * <tr><td>{@code special_tokens_map.json}, {@code tokenizer_config.json}</td><td>the names of start,
 *     end, padding and unknown, and the length; where both name one, the first is right, as in
 *     Python</td></tr>
 * </table>
 */
final class ClipVocabularyFiles {
  private static final String CLASS = "CLIPTokenizer";

  private final Path folder;
  private final JsonNode config;
  private final JsonNode map;

  private ClipVocabularyFiles(Path folder) {
    this.folder = folder;
    config = json("tokenizer_config.json");
    map = json("special_tokens_map.json");
  }

  /**
   * Reads a tokenizer's folder.
   *
   * @throws FileException if a file is missing or damaged, or is of another kind of tokenizer
   */
  static ClipTokenizer read(Path folder) {
    ClipVocabularyFiles files = new ClipVocabularyFiles(folder);
    files.requireClip();
    BytePairs pairs = files.pairs();
    try {
      return new ClipTokenizer(pairs, files.special(), files.length());
    } catch (IllegalArgumentException e) {
      throw new FileException(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private void requireClip() {
    String kind = config.path("tokenizer_class").asText(CLASS);
    if (!kind.equals(CLASS) && !kind.equals(CLASS + "Fast")) {
      throw new FileException(
          folder, "is a tokenizer of class " + Quote.of(kind) + "; allowed: " + CLASS);
    }
  }

  private BytePairs pairs() {
    Path vocabulary = folder.resolve("vocab.json");
    Path whole = folder.resolve("tokenizer.json");
    boolean together = !Files.isRegularFile(vocabulary) && Files.isRegularFile(whole);
    Path source = together ? whole : vocabulary;
    if (!together && !Files.isRegularFile(vocabulary)) {
      throw new FileException(folder, "lacks vocab.json and merges.txt; copy the folder whole");
    }
    try {
      if (!together) {
        return new BytePairs(ids(Json.read(vocabulary, JsonNode.class)), merges());
      }
      JsonNode json = Json.read(whole, JsonNode.class);
      Map<String, Integer> ids = ids(json.path("model").path("vocab"));
      for (JsonNode added : json.path("added_tokens")) {
        ids.put(added.path("content").asText(), added.path("id").asInt());
      }
      return new BytePairs(ids, merges(json.path("model").path("merges")));
    } catch (IllegalArgumentException e) {
      throw new FileException(source, String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, Integer> ids(JsonNode vocabulary) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      if (!entry.getValue().isInt() || entry.getValue().asInt() < 0) {
        throw new IllegalArgumentException(
            "token "
                + Quote.of(entry.getKey())
                + " has the number "
                + Quote.of(entry.getValue().toString())
                + "; allowed: integers from 0");
      }
      ids.put(entry.getKey(), entry.getValue().asInt());
    }
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("holds no vocabulary; copy it again");
    }
    return ids;
  }

  /** The pairs of merges.txt: every line but comments at the top and empty ones. */
  private List<String> merges() {
    Path file = folder.resolve("merges.txt");
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file));
      lines.removeIf(line -> line.isBlank() || line.startsWith("#version"));
      return lines;
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
  }

  /** The pairs of tokenizer.json: strings, or arrays of two. */
  private static List<String> merges(JsonNode merges) {
    List<String> pairs = new ArrayList<>();
    for (JsonNode merge : merges) {
      pairs.add(
          merge.isArray() ? merge.path(0).asText() + " " + merge.path(1).asText() : merge.asText());
    }
    return pairs;
  }

  private ClipTokenizer.Special special() {
    ClipTokenizer.Special clip = ClipTokenizer.Special.CLIP;
    return new ClipTokenizer.Special(
        name("bos_token").orElse(clip.start()),
        name("eos_token").orElse(clip.end()),
        name("pad_token").orElse(clip.padding()),
        name("unk_token").orElse(clip.unknown()));
  }

  /** A special token's name: a string, or an object that holds it. */
  private Optional<String> name(String role) {
    for (JsonNode file : List.of(map, config)) {
      JsonNode entry = file.path(role);
      JsonNode name = entry.isObject() ? entry.path("content") : entry;
      if (name.isTextual()) {
        return Optional.of(name.asText());
      }
    }
    return Optional.empty();
  }

  /** The length; a model without one states a number without bound. */
  private int length() {
    double length = config.path("model_max_length").asDouble(ClipTokenizer.LENGTH);
    return length > 1 << 20 ? ClipTokenizer.LENGTH : (int) length;
  }

  private JsonNode json(String name) {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file)
        ? Json.read(file, JsonNode.class)
        : Json.mapper().missingNode();
  }
}
