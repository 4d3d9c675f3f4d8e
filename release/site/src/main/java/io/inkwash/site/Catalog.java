package io.inkwash.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Collectors;

/** What the command knows by name, as a page. */
final class Catalog {
  private Catalog() {}

  /**
   * The page.
   *
   * @param json what {@code inkwash explain --list --json} prints
   */
  static String markdown(String json) throws JsonProcessingException {
    StringBuilder page =
        new StringBuilder(
            "# The catalog\n\nEverything that has a name: recipes and the values that they are made"
                + " of, with their arguments and what these are by default. `inkwash explain --list`"
                + " prints the same.\n");
    for (JsonNode kind : new ObjectMapper().readTree(json)) {
      page.append("\n## ").append(kind.get("kind").asText()).append("\n\n");
      boolean arguments = !kind.findValues("arguments").stream().allMatch(JsonNode::isEmpty);
      page.append(arguments ? "| name | arguments " : "| name ").append("| what it is |\n");
      page.append(arguments ? "| --- " : "").append("| --- | --- |\n");
      for (JsonNode value : kind.get("values")) {
        page.append("| `").append(value.get("name").asText()).append("` | ");
        page.append(arguments ? arguments(value.get("arguments")) + " | " : "");
        page.append(text(value.get("about").asText())).append(" |\n");
      }
    }
    return page.toString();
  }

  private static String arguments(JsonNode arguments) {
    return arguments.properties().stream()
        .map((Map.Entry<String, JsonNode> each) -> each.getKey() + "=" + each.getValue().asText())
        .map(each -> "`" + each.replace("|", "\\|") + "`")
        .collect(Collectors.joining(" "));
  }

  /** Plain text, whatever Markdown would make of its signs. */
  private static String text(String plain) {
    return plain.replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
  }
}
