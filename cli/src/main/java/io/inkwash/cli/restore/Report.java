package io.inkwash.cli.restore;

import io.inkwash.cli.options.Places;
import io.inkwash.evaluate.report.Table;
import io.inkwash.file.AtomicFiles;
import io.inkwash.file.FileException;
import io.inkwash.file.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a restoration: what was done, how well, and where the pictures are.
 *
 * @param text what was done, as it stands in PNG files
 * @param name what the rows are
 * @param rows the numbers
 * @param table the numbers for people
 * @param strip the file that shows all side by side
 */
record Report(Map<String, String> text, String name, List<?> rows, Table table, Path strip) {

  private static final String JSON = "report.json";
  private static final String MARKDOWN = "report.md";

  /**
   * Makes sure, before long work, that the report's files can be written beside a strip.
   *
   * @throws FileException if they cannot
   */
  static void requirePlace(Path strip) {
    Places.requireFile(strip.resolveSibling(JSON));
    Places.requireFile(strip.resolveSibling(MARKDOWN));
  }

  /**
   * Writes {@code report.json}, and the table as {@code report.md}, beside the strip, and prints
   * one of them.
   */
  void write(PrintWriter out, boolean asJson) {
    Map<String, String> facts = new LinkedHashMap<>();
    text.forEach((key, value) -> facts.put(key.replace("inkwash:", ""), value));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("facts", facts);
    report.put(name, rows);
    report.put("strip", strip.toString());
    String json = Json.pretty(report);
    AtomicFiles.writeString(strip.resolveSibling(JSON), json + "\n");
    AtomicFiles.writeString(strip.resolveSibling(MARKDOWN), table.markdown() + "\n");
    if (asJson) {
      out.println(json);
    } else {
      facts.forEach((key, value) -> out.printf(Locale.ROOT, "  %-12s %s%n", key, value));
      out.println();
      out.println(table.text());
      out.println();
      out.println(strip);
    }
    out.flush();
  }
}
