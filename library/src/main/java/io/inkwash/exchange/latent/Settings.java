package io.inkwash.exchange.latent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import io.inkwash.format.Quote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of settings.
 *
 * @param file for messages
 * @param json its content
 */
record Settings(Path file, JsonNode json) {

  /**
   * Reads a file.
   *
   * @throws FileException if it is missing or no JSON
   */
  static Settings read(Path file) {
    try {
      String text = Files.readString(file);
      JsonNode json =
          Json.mapper()
              .reader()
              .with(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // which Python writes
              .readTree(text);
      return new Settings(file, json);
    } catch (JsonProcessingException e) {
      throw new FileException(file, "is no JSON: " + Quote.firstLine(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
  }

  /** The settings with this class name, or none. */
  Settings ofClass(String... allowed) {
    String name = text("_class_name", allowed[0]);
    if (!List.of(allowed).contains(name)) {
      throw refused("_class_name", name, String.join(", ", allowed));
    }
    return this;
  }

  /** Refuses settings with other values than these; what the file does not set is not looked at. */
  Settings fixed(Map<String, String> values) {
    values.forEach(
        (key, allowed) -> {
          JsonNode value = json.path(key);
          String found = value.isNumber() ? number(value.asDouble()) : value.asText("null");
          if (!value.isMissingNode() && !List.of(allowed.split("\\|")).contains(found)) {
            throw refused(key, value.toString(), allowed.replace("|", " or "));
          }
        });
    return this;
  }

  private static String number(double value) {
    return Double.isFinite(value) && value == Math.rint(value)
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  boolean has(String key) {
    return json.hasNonNull(key);
  }

  String text(String key, String missing) {
    return json.hasNonNull(key) ? json.path(key).asText() : missing;
  }

  boolean flag(String key, boolean missing) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return missing;
    }
    if (!value.isBoolean()) {
      throw refused(key, value.toString(), "true or false");
    }
    return value.asBoolean();
  }

  double number(String key, double missing) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return missing;
    }
    if (!value.isNumber()) {
      throw refused(key, value.toString(), "a number");
    }
    return value.asDouble();
  }

  int integer(String key, int missing) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return missing;
    }
    if (!value.isInt()) {
      throw refused(key, value.toString(), "an integer");
    }
    return value.asInt();
  }

  /** A list of integers. */
  List<Integer> integers(String key) {
    List<Integer> values = new ArrayList<>();
    for (JsonNode value : json.path(key)) {
      if (!value.isInt()) {
        throw refused(key, value.toString(), "integers");
      }
      values.add(value.asInt());
    }
    if (values.isEmpty()) {
      throw refused(key, json.path(key).toString(), "a list of integers");
    }
    return values;
  }

  /** A list of words. */
  List<String> words(String key) {
    List<String> values = new ArrayList<>();
    json.path(key).forEach(value -> values.add(value.asText()));
    return values;
  }

  /** The error of a value that is not allowed. */
  FileException refused(String key, String value, String allowed) {
    return new FileException(file, "has " + key + " " + Quote.of(value) + "; allowed: " + allowed);
  }
}
