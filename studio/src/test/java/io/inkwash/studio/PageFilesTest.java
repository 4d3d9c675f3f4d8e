package io.inkwash.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page as files: what it weighs, what it may not contain, and that no word is missing. */
class PageFilesTest {
  private static final long MOST_BYTES = 300_000;

  /** Keys that are made of two parts: t(`tab.${name}`). */
  private static final Set<String> MADE =
      Set.of("tab", "job", "story", "learn", "draw", "repair", "runs", "error");

  private static Path page() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(Studio.class.getResource("page/index.html")).toURI())
        .getParent();
  }

  private static List<Path> files(String ending) throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.walk(page())) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }

  @Test
  void allOfItIsUnder300Kilobytes() throws IOException, URISyntaxException {
    long bytes = 0;
    for (Path file : files("")) {
      bytes += file.endsWith("LICENSES.txt") ? 0 : Files.size(file);
    }
    assertThat(bytes).isBetween(100_000L, MOST_BYTES);
  }

  /** The content security policy would refuse it in the browser. */
  @Test
  void thereIsNoInlineScriptOrStyleAndNothingFromElsewhere()
      throws IOException, URISyntaxException {
    String index = Files.readString(page().resolve("index.html"));
    assertThat(index).doesNotContainPattern("<script(?![^>]*src=)").doesNotContain("style=");
    for (Path file : files(".js")) {
      if (!file.toString().contains("vendor")) {
        assertThat(Files.readString(file))
            .as(file.toString())
            .doesNotContain("https://")
            .doesNotContain("style=${")
            .doesNotContain("innerHTML")
            .doesNotContain("eval(");
      }
    }
  }

  @Test
  void everyWordIsInEveryLanguage() throws IOException, URISyntaxException {
    Set<String> english = keys("en.js");
    assertThat(keys("zh.js")).isEqualTo(english);
    Set<String> used = new TreeSet<>();
    Set<String> quoted = new TreeSet<>();
    for (Path file : files(".js")) {
      String source = file.getParent().endsWith("text") ? "" : Files.readString(file);
      Pattern.compile("\\bt\\('([^']+)'")
          .matcher(source)
          .results()
          .forEach(r -> used.add(r.group(1)));
      Pattern.compile("'([\\w.]+)'").matcher(source).results().forEach(r -> quoted.add(r.group(1)));
    }
    assertThat(english).containsAll(used);
    assertThat(english)
        .filteredOn(key -> !quoted.contains(key) && !MADE.contains(key.split("\\.", 2)[0]))
        .as("words that nothing shows")
        .isEmpty();
  }

  /** The classes that the story and the controls of the playground name. */
  @Test
  void everyClassThatIsNamedExists() throws IOException, URISyntaxException {
    String story = Files.readString(page().resolve("tabs/story.js"));
    List<String> named =
        Pattern.compile("'((?:[a-z]+\\.)+[A-Z]\\w*)'")
            .matcher(story)
            .results()
            .map(found -> "io.inkwash." + found.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(15).contains("io.inkwash.process.VpLinear");
    assertThat(named).allSatisfy(name -> assertThat(Class.forName(name)).isNotNull());
  }

  private static Set<String> keys(String file) throws IOException, URISyntaxException {
    Matcher key =
        Pattern.compile("(?:^|[,{])\\s*(?:'([^']+)'|(\\w+)): '", Pattern.MULTILINE)
            .matcher(Files.readString(page().resolve("text").resolve(file)));
    List<String> keys = new ArrayList<>();
    while (key.find()) {
      keys.add(key.group(1) == null ? key.group(2) : key.group(1));
    }
    assertThat(keys).doesNotHaveDuplicates();
    return new TreeSet<>(keys);
  }
}
