package io.inkwash.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of pages beside each page.
 *
 * @param groups pages by group, in order
 */
record Navigation(Map<String, List<Entry>> groups) {

  /**
   * A line.
   *
   * @param source the page's Markdown file
   * @param title what is shown
   */
  record Entry(String source, String title) {}

  /** Reads {@code # Group} and, below it, {@code FILE | Title}. */
  static Navigation read(Path file) throws IOException {
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    List<Entry> group = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("# ")) {
        group = new ArrayList<>();
        groups.put(line.substring(2), group);
      } else if (!line.isBlank()) {
        String[] cells = line.split(" \\| ", 2);
        group.add(new Entry(cells[0], cells[1]));
      }
    }
    return new Navigation(groups);
  }

  List<String> sources() {
    return groups.values().stream().flatMap(List::stream).map(Entry::source).toList();
  }

  /** As HTML on a page. */
  String html(Page here) {
    StringBuilder html = new StringBuilder();
    groups.forEach(
        (name, entries) -> {
          html.append("<h2>").append(name).append("</h2>\n<ul>\n");
          for (Entry entry : entries) {
            String current = entry.source.equals(here.source()) ? " aria-current=\"page\"" : "";
            link(html, here.up() + Page.of(entry.source, "").address(), current, entry.title);
          }
          if (name.equals("Reference")) {
            link(html, here.up() + "api/index.html", "", "API");
          }
          html.append("</ul>\n");
        });
    return html.toString();
  }

  private static void link(StringBuilder html, String address, String attributes, String title) {
    html.append("<li><a href=\"").append(address).append('"').append(attributes).append('>');
    html.append(title).append("</a></li>\n");
  }
}
