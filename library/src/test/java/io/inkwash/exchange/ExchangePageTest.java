package io.inkwash.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of layouts in docs/exchange.md against the registry. */
class ExchangePageTest {
  private static final Path PAGE = Path.of("..", "docs", "exchange.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  @Test
  void everyLayoutHasARowAndEveryRowIsALayout() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## Layouts\n");
    assertThat(start).isPositive();
    String section = page.substring(start, page.indexOf("\n## ", start + 1));
    List<String> rows = ROW.matcher(section).results().map(row -> row.group(1)).toList();
    assertThat(rows).containsExactlyElementsOf(Layouts.LAYOUTS.names());
  }
}
