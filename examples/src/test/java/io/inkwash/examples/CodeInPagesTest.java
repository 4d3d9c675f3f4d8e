package io.inkwash.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java of the pages is that of this module's source files, line for line. */
class CodeInPagesTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Path ROOT = root();

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "CONTRIBUTING.md"})
  void everyBlockStandsInASourceFile(String page) throws IOException {
    List<String> blocks = blocks(Files.readString(ROOT.resolve(page)));
    List<String> sources = sources();
    assertThat(blocks).isNotEmpty();
    for (String block : blocks) {
      assertThat(sources)
          .as("the sources of examples hold this block of %s:\n%s", page, block)
          .anyMatch(source -> source.contains(lines(block)));
    }
  }

  @Test
  void aChangedWordIsFound() throws IOException {
    String block = blocks(Files.readString(ROOT.resolve("README.md"))).get(0);
    String changed = lines(block.replace("ddim", "DDIM"));
    assertThat(sources()).noneMatch(source -> source.contains(changed));
  }

  private static List<String> blocks(String page) {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page.replace("\r\n", "\n"));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
      List<String> sources = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        sources.add(lines(Files.readString(file)));
      }
      return sources;
    }
  }

  /** The lines without their indentation: a block of a page begins at its margin. */
  private static String lines(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }

  /** The folder of the checkout, from wherever in it the tests run. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("CONTRIBUTING.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
