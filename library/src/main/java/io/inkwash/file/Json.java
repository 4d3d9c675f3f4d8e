package io.inkwash.file;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.core.util.Separators.Spacing;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records as JSON, read strictly.
 *
 * <p>A record's components are the object's fields, by name and in order. Reading refuses a field
 * that the record does not have, a field that stands twice or is missing, a null where the
 * component is not {@code @Nullable} (a missing nullable one is null), a value of another type
 * ({@code "5"} or {@code 5.5} is no int; {@code 5} is a double), and anything after the value. A
 * record that checks its components does so here too, and its message is passed on.
 *
 * <p>NaN and the infinities, which JSON lacks, are written as the strings {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"} and read back as numbers. All other doubles survive exactly.
 */
public final class Json {
  private static final ObjectMapper MAPPER = strictMapper();
  private static final ObjectWriter LINE = MAPPER.writer();
  private static final ObjectWriter PRETTY = MAPPER.writer(prettyPrinter());

  private Json() {}

  /** A copy of the strict mapper, to be configured further. */
  public static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  /** The value as JSON over several lines, indented by two spaces, without a newline at the end. */
  public static String pretty(Object value) {
    return text(PRETTY, value);
  }

  /** The value as JSON on one line, without a newline at the end. */
  public static String line(Object value) {
    return text(LINE, value);
  }

  /**
   * Reads a value from text.
   *
   * @throws IllegalArgumentException if the text is not such a value; the message is one line and
   *     names line and field
   */
  public static <T> T read(String json, Class<T> type) {
    try {
      return parse(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonFault.of(e).toString(), e);
    }
  }

  /**
   * Reads a value from a tree.
   *
   * @throws IllegalArgumentException if the tree is not such a value; the message is one line and
   *     names the field
   */
  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(JsonFault.of(e).toString(), e);
    }
  }

  /**
   * Reads a value from a file in UTF-8.
   *
   * @throws FileException if the file cannot be read or is not such a value; the message is one
   *     line and names file, line and field
   */
  public static <T> T read(Path file, Class<T> type) {
    try {
      return parse(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw new FileException(file, JsonFault.of(e).toString(), e);
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
  }

  /**
   * Reads a file of one value a line. A last line without its newline was cut off by a crash and is
   * left out.
   *
   * @throws FileException if the file cannot be read or a line is not such a value
   */
  public static <T> List<T> readLines(Path file, Class<T> type) {
    List<T> values = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      StringBuilder line = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c != '\n') {
          line.append((char) c);
          continue;
        }
        values.add(parse(line.toString(), type));
        line.setLength(0);
      }
    } catch (JsonProcessingException e) {
      throw new FileException(file, JsonFault.of(e).at(values.size() + 1).toString(), e);
    } catch (IOException e) {
      throw FileException.unreadable(file, e);
    }
    return values;
  }

  /** Writes a value to a file, indented, whole or not at all; see {@link AtomicFiles}. */
  public static void write(Path file, Object value) {
    AtomicFiles.writeString(file, pretty(value) + "\n");
  }

  private static <T> T parse(String json, Class<T> type) throws JsonProcessingException {
    if (json.isBlank()) {
      throw new JsonMappingException(null, "is empty");
    }
    T value = MAPPER.readValue(json, type);
    if (value == null) {
      throw new JsonMappingException(null, "null stands where a value is needed");
    }
    return value;
  }

  private static String text(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          format(
              "%s cannot be written as JSON: %s",
              value.getClass().getSimpleName(), JsonFault.of(e)),
          e);
    }
  }

  private static ObjectMapper strictMapper() {
    return JsonMapper.builder()
        .annotationIntrospector(new NullMarkedIntrospector())
        .visibility(PropertyAccessor.FIELD, Visibility.ANY)
        .visibility(PropertyAccessor.GETTER, Visibility.NONE)
        .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .build();
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Spacing.AFTER))
        .withObjectIndenter(new DefaultIndenter("  ", "\n"));
  }
}
