package io.inkwash.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Jackson objects to, in one line: {@code line 3, field network.channels: "12" is not an int}.
 *
 * @param line counts from 1; 0 if unknown
 * @param field the path to the field; empty if it is the whole value
 * @param problem what is wrong
 */
record JsonFault(int line, String field, String problem) {
  private static final Pattern MISSING =
      Pattern.compile("Missing required creator property '([^']+)'.*");

  static JsonFault of(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    int line = location == null ? 0 : Math.max(0, location.getLineNr());
    String field = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return new JsonFault(line, field, problem(e));
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
    return where.isEmpty() ? problem : where + ": " + problem;
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
      String known =
          unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .collect(Collectors.joining(", "));
      return "is unknown; known are " + known;
    }
    if (e instanceof InvalidNullException) {
      return "is null; a value is needed";
    }
    if (e instanceof InvalidFormatException format) {
      return mismatch(format);
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return Quote.firstLine(String.valueOf(e.getCause().getMessage()));
    }
    String message = Quote.firstLine(String.valueOf(e.getOriginalMessage()));
    Matcher missing = MISSING.matcher(message);
    return missing.matches() ? "\"" + missing.group(1) + "\" is missing" : message;
  }

  private static String mismatch(InvalidFormatException e) {
    String value = Quote.of(String.valueOf(e.getValue()));
    Class<?> type = e.getTargetType();
    if (type != null && type.isEnum()) {
      List<?> constants = Arrays.asList(type.getEnumConstants());
      return value
          + " is unknown; known are "
          + constants.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
    return value + " is not of type " + (type == null ? "?" : type.getSimpleName());
  }
}
