package io.inkwash.file;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.inkwash.file.SafetensorsHeader.Span;
import io.inkwash.format.Quote;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the JSON of a safetensors header token by token and accepts only what may stand there.
 *
 * <p>No tree is built, nesting deeper than the format's three levels is never followed, and names
 * are not put into tables that outlive the reading.
 */
final class SafetensorsParser {
  /** More dimensions than any library of tensors supports. */
  private static final int MOST_DIMENSIONS = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(Safetensors.LARGEST_HEADER)
                  .maxStringLength(Safetensors.LARGEST_HEADER)
                  .maxNestingDepth(4)
                  .build())
          .build();

  private final String source;
  private final JsonParser json;

  private SafetensorsParser(String source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  static SafetensorsHeader parse(String source, ByteBuffer header) {
    byte[] bytes = new byte[header.remaining()];
    header.duplicate().get(bytes);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == ' ') {
      end--;
    }
    if (end == 0 || bytes[0] != '{' || bytes[end - 1] != '}') {
      throw new SafetensorsException(
          source, "the header is not a JSON object: it must begin with '{' and end with '}'");
    }
    InputStreamReader text =
        new InputStreamReader(
            new ByteArrayInputStream(bytes, 0, end),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser json = JSON.createParser(text)) {
      return new SafetensorsParser(source, json).header();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(source, "the header is not valid UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new SafetensorsException(
          source,
          format(
              "the header is not valid JSON at character %d: %s",
              e.getLocation() == null ? 0 : e.getLocation().getCharOffset(), JsonFault.plain(e)),
          e);
    } catch (IOException e) {
      throw new SafetensorsException(source, "the header cannot be read", e);
    }
  }

  private SafetensorsHeader header() throws IOException {
    json.nextToken();
    Map<String, String> metadata = null;
    Map<String, Span> tensors = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = unicode(json.currentName());
      if (!name.equals(SafetensorsHeader.METADATA)) {
        if (tensors.put(name, span(name)) != null) {
          throw refusal("tensor " + Quote.of(name) + " stands twice");
        }
      } else if (metadata == null) {
        metadata = metadata();
      } else {
        throw refusal("\"__metadata__\" stands twice");
      }
    }
    if (json.nextToken() != null) {
      throw refusal("the header goes on after its JSON object");
    }
    return new SafetensorsHeader(metadata == null ? Map.of() : metadata, tensors);
  }

  private Map<String, String> metadata() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refusal("\"__metadata__\" is not a JSON object of strings");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = unicode(json.currentName());
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw refusal("metadata " + Quote.of(key) + " is not a string");
      }
      if (metadata.put(key, unicode(json.getText())) != null) {
        throw refusal("metadata " + Quote.of(key) + " stands twice");
      }
    }
    return metadata;
  }

  /** One tensor's entry; its three fields may stand in any order. */
  private Span span(String name) throws IOException {
    String tensor = "tensor " + Quote.of(name);
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw refusal(tensor + " is not a JSON object");
    }
    DType dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      boolean twice;
      switch (field) {
        case "dtype" -> {
          twice = dtype != null;
          dtype = dtype(tensor);
        }
        case "shape" -> {
          twice = shape != null;
          shape = integers(tensor, field, MOST_DIMENSIONS);
        }
        case "data_offsets" -> {
          twice = offsets != null;
          offsets = integers(tensor, field, 2);
        }
        default ->
            throw refusal(
                format(
                    "%s has the unknown field %s; dtype, shape and data_offsets are allowed",
                    tensor, Quote.of(field)));
      }
      if (twice) {
        throw refusal(format("%s has \"%s\" twice", tensor, field));
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      String missing = dtype == null ? "dtype" : shape == null ? "shape" : "data_offsets";
      throw refusal(format("%s has no \"%s\"", tensor, missing));
    }
    return span(tensor, dtype, shape, offsets);
  }

  private Span span(String tensor, DType dtype, long[] shape, long[] offsets) {
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw refusal(
          format(
              "%s has data_offsets %s; they are its begin and its end, and begin is not after end",
              tensor, Arrays.toString(offsets)));
    }
    Span span = new Span(dtype, shape, offsets[0], offsets[1]);
    long size = size(tensor, dtype, shape);
    if (size != span.length()) {
      throw refusal(
          format(
              "%s of type %s and shape %s takes %d bytes, but its range has %d",
              tensor, dtype, Arrays.toString(shape), size, span.length()));
    }
    if (size > TensorData.LARGEST) {
      throw refusal(
          format(
              "%s takes %d bytes; one tensor may take at most %d here",
              tensor, size, TensorData.LARGEST));
    }
    return span;
  }

  private DType dtype(String tensor) throws IOException {
    if (json.nextToken() != JsonToken.VALUE_STRING) {
      throw refusal(tensor + ": dtype is not a string");
    }
    String name = json.getText();
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(name)) {
        return dtype;
      }
    }
    throw refusal(
        format(
            "%s has the unknown dtype %s; known are %s",
            tensor, Quote.of(name), Arrays.toString(DType.values())));
  }

  /** An array of at most {@code most} whole numbers from 0 to 2^63 - 1. */
  private long[] integers(String tensor, String field, int most) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw refusal(format("%s: %s is not an array", tensor, field));
    }
    long[] integers = new long[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == most) {
        throw refusal(format("%s: %s has more than %d entries", tensor, field, most));
      }
      integers[count++] = integer(tensor, field);
    }
    return Arrays.copyOf(integers, count);
  }

  private long integer(String tensor, String field) throws IOException {
    String text = json.getText();
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && text.charAt(0) != '-') {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        // Too large; refused as every other wrong value is.
      }
    }
    throw refusal(
        format(
            "%s: %s holds %s; whole numbers from 0 to 2^63 - 1 are allowed",
            tensor, field, Quote.of(text)));
  }

  private long size(String tensor, DType dtype, long[] shape) {
    try {
      return TensorData.byteCount(dtype, shape);
    } catch (IllegalArgumentException e) {
      throw new SafetensorsException(source, tensor + ": " + e.getMessage(), e);
    }
  }

  private String unicode(String text) {
    if (!SafetensorsHeader.isUnicode(text)) {
      throw refusal(Quote.of(text) + " is not valid Unicode: it holds half of a surrogate pair");
    }
    return text;
  }

  private SafetensorsException refusal(String problem) {
    return new SafetensorsException(source, problem);
  }
}
