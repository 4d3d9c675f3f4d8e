package io.inkwash.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.inkwash.catalog.Registry;
import io.inkwash.catalog.Spec;
import io.inkwash.recipe.parts.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/grids.md against the registries. */
class GridsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "grids.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

  static Stream<Registry<?>> registries() {
    return Stream.of(
        Catalog.GRIDS,
        Catalog.PATHS,
        Catalog.TIMES,
        Catalog.WEIGHTINGS,
        Catalog.GUIDANCES,
        Catalog.THRESHOLDS);
  }

  @ParameterizedTest
  @MethodSource("registries")
  void everyNameHasARowAndEveryRowCanBeMade(Registry<?> registry) throws IOException {
    List<Spec> rows = rows(registry.kind()).map(Spec::parse).toList();
    assertThat(rows.stream().map(Spec::name).distinct())
        .containsExactlyInAnyOrderElementsOf(
            registry.names().stream().filter(name -> OwnValues.contain(registry, name)).toList());
    for (Spec row : rows) {
      assertThat((Object) registry.make(row)).isNotNull();
    }
  }

  /** The first column of the table under a heading. */
  private static Stream<String> rows(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("\n## " + heading + "\n");
    assertThat(start).as("heading %s", heading).isPositive();
    int end = page.indexOf("\n## ", start + 1);
    Matcher row = ROW.matcher(page.substring(start, end < 0 ? page.length() : end));
    return row.results().map(match -> match.group(1));
  }
}
