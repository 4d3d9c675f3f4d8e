package io.inkwash.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.inkwash.format.Quote;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Jackson objects to, in one line: {@code line 3, field network.channels: "12" is not an int}.
 *
 * @param line counts from 1; 0 if unknown
 * @param field the path to the field; empty if it is the whole value
 * @param problem what is wrong
 */
record JsonFault(int line, String field, String problem) {
  private static final Pattern MISSING = Pattern.compile("Missing required creator property .*");
  private static final Pattern COERCED =
      Pattern.compile("Cannot coerce \\w+ value \\((.*)\\) to `(?:\\w+\\.)*(\\w+)` value");
  private static final Pattern ADVICE =
      Pattern.compile(" \\(but might.*| \\(start marker.*|: enable `.*|: not allowed as per.*");

  static JsonFault of(JsonProcessingException e) {
    String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return new JsonFault(isLate(e) ? 0 : line(e.getLocation()), field, problem(e));
  }

  private static int line(@Nullable JsonLocation location) {
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  /** True for what Jackson notices only at the object's end, on another line than the fault's. */
  private static boolean isLate(JsonProcessingException e) {
    return e instanceof UnrecognizedPropertyException
        || MISSING.matcher(e.getOriginalMessage()).lookingAt();
  }

  /** The same fault in line {@code number} of a file of many values. */
  JsonFault at(int number) {
    return new JsonFault(number, field, problem);
  }

  @Override
  public String toString() {
    String where = line > 0 ? "line " + line : "";
    if (!field.isEmpty()) {
      where += (where.isEmpty() ? "field " : ", field ") + field;
    }
    return Quote.line(where.isEmpty() ? problem : where + ": " + problem);
  }

  /** The way from the outermost object to the field, such as {@code layers[2].width}. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String problem(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "is unknown; known are " + list(unknown.getKnownPropertyIds().stream().sorted());
    }
    if (e instanceof InvalidNullException) {
      return "is null; a value is needed";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return Quote.firstLine(String.valueOf(e.getCause().getMessage()));
    }
    String message = plain(e);
    if (MISSING.matcher(message).matches()) {
      return "is missing";
    }
    if (message.startsWith("Trailing token")) {
      return "more follows after the value";
    }
    Matcher coerced = COERCED.matcher(message);
    if (coerced.matches()) {
      return coerced.group(1) + " is not of type " + coerced.group(2);
    }
    return e instanceof MismatchedInputException mismatch ? misfit(mismatch) : message;
  }

  /** Jackson's own words, without its advice to programmers. */
  static String plain(JsonProcessingException e) {
    return ADVICE.matcher(Quote.firstLine(e.getOriginalMessage())).replaceAll("");
  }

  private static String misfit(MismatchedInputException e) {
    Class<?> type = e.getTargetType();
    String value = e instanceof InvalidFormatException format ? quoted(format.getValue()) : "";
    if (type != null && type.isEnum()) {
      return value + " is unknown; known are " + list(Arrays.stream(type.getEnumConstants()));
    }
    String problem = "is not of type " + (type == null ? "asked for" : name(type));
    return value.isEmpty() ? problem : value + " " + problem;
  }

  private static String name(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        ? "list"
        : Map.class.isAssignableFrom(type) ? "object" : type.getSimpleName();
  }

  private static String quoted(Object value) {
    return value instanceof String text ? Quote.of(text) : String.valueOf(value);
  }

  private static String list(Stream<?> names) {
    return names.map(String::valueOf).collect(Collectors.joining(", "));
  }
}
