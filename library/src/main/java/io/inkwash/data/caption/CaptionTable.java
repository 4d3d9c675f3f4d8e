package io.inkwash.data.caption;

import static io.inkwash.format.Text.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.inkwash.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file of captions: pictures' names and their captions.
 *
 * @param rows in the order of the file
 */
record CaptionTable(List<Row> rows) {
  private static final List<String> FILE = List.of("file", "file_name");
  private static final List<String> TEXT = List.of("text", "caption");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One caption.
   *
   * @param line of the file, from 1
   * @param file the picture's name, from the table's folder
   * @param text the caption
   */
  record Row(int line, String file, String text) {}

  /**
   * Reads a table.
   *
   * @param where the file, for messages
   * @param comma whether its values are separated by commas (RFC 4180) rather than JSON
   * @throws DataException if it is damaged, with the line
   */
  static CaptionTable read(String where, String content, boolean comma) {
    String text = content.startsWith("\ufeff") ? content.substring(1) : content;
    List<Row> rows = comma ? commaSeparated(where, text) : jsonLines(where, text);
    if (rows.isEmpty()) {
      throw new DataException(where + ": holds no captions");
    }
    return new CaptionTable(rows);
  }

  private static List<Row> jsonLines(String where, String text) {
    List<Row> rows = new ArrayList<>();
    String[] lines = text.split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank()) {
        continue;
      }
      Map<String, String> fields = new TreeMap<>();
      try {
        JsonNode tree = JSON.readTree(lines[i]);
        tree.properties().stream()
            .filter(field -> field.getValue().isTextual())
            .forEach(field -> fields.put(field.getKey(), field.getValue().textValue()));
      } catch (JsonProcessingException e) {
        throw new DataException(format("%s: line %s: is no JSON object", where, i + 1), e);
      }
      rows.add(row(where, i + 1, fields));
    }
    return rows;
  }

  private static List<Row> commaSeparated(String where, String text) {
    List<Row> rows = new ArrayList<>();
    List<String> header = List.of();
    int line = 1;
    int at = 0;
    while (at < text.length()) {
      List<String> cells = new ArrayList<>();
      int start = at;
      at = record(where, line, text, at, cells);
      if (header.isEmpty()) {
        header = cells;
      } else if (!(cells.size() == 1 && cells.get(0).isBlank())) {
        if (cells.size() != header.size()) {
          throw new DataException(
              format(
                  "%s: line %s: has %s values; allowed: %s, as its first line has",
                  where, line, cells.size(), header.size()));
        }
        Map<String, String> fields = new TreeMap<>();
        for (int i = 0; i < cells.size(); i++) {
          fields.put(header.get(i).strip(), cells.get(i));
        }
        rows.add(row(where, line, fields));
      }
      line += (int) text.substring(start, at).chars().filter(c -> c == '\n').count();
    }
    return rows;
  }

  /** Reads one record's values; returns where the next begins. */
  private static int record(String where, int line, String text, int from, List<String> cells) {
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int at = from;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted && c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
        cell.append('"');
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == ',') {
        cells.add(cell.toString());
        cell.setLength(0);
      } else if (!quoted && c == '\n') {
        at++;
        break;
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    if (quoted) {
      throw new DataException(format("%s: line %s: a quotation mark is not closed", where, line));
    }
    cells.add(cell.toString());
    return at;
  }

  private static Row row(String where, int line, Map<String, String> fields) {
    return new Row(line, field(where, line, fields, FILE), field(where, line, fields, TEXT));
  }

  private static String field(
      String where, int line, Map<String, String> fields, List<String> names) {
    return names.stream()
        .filter(fields::containsKey)
        .map(fields::get)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    format(
                        "%s: line %s: has no %s, the %s",
                        where,
                        line,
                        names.get(0),
                        names.equals(FILE) ? "picture's name" : "caption")));
  }
}
