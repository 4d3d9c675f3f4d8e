package io.inkwash.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Words that a reader of the papers and of PyTorch would have to learn, and British spelling, stay
 * out of the identifiers and the comments of all modules' main code. A word is a whole one or a
 * part of a camel-case one.
 */
class WordsTest {

  /** A word, or several, {@code ->} what the code says in its place. */
  private static final Map<String, String> INSTEAD =
      read(
          """
          shelf shelves -> registry
          told untold -> conditional, unconditional
          guess guesses guessed -> estimate
          led -> guided
          held -> clamped, limited, kept
          yardstick yardsticks -> reference set
          contest contests -> comparison
          entrant entrants -> configuration
          aim aims lens lenses -> factory of what it makes
          mend mends mended -> remedy
          asked asks ask -> evaluated, requested
          hears heard hear -> receives
          learnt -> learned
          colour colours coloured -> color
          grey -> gray
          centre centres centred -> center
          neighbour neighbours neighbouring -> neighbor
          behaviour -> behavior
          favour -> favor
          catalogue -> catalog
          licence -> license
          labelled unlabelled -> labeled
          modelled modelling -> modeled
          normalise normalises normalised normalising normalisation -> normalize
          optimise optimises optimised optimiser optimisers -> optimize
          initialise initialises initialised initialisation -> initialize
          regularise regularised regularisation -> regularize
          quantise quantised dequantise dequantised dequantisation -> quantize
          minimise minimises minimised maximise maximises maximised -> minimize, maximize
          analyse analysed -> analyze
          """);

  /** Types that were called by pictures: what they are is said instead. */
  private static final Set<String> NO_TYPES =
      Set.of(
          "Way",
          "Walk",
          "Climb",
          "Damage",
          "Passage",
          "Midway",
          "Rhythm",
          "Leg",
          "Clock",
          "Around",
          "Demands",
          "Spread",
          "Balls",
          "Draws",
          "Measure",
          "Architecture",
          "Case");

  /** Identifiers with a word of the list in the field's own sense. */
  private static final Set<String> EXCEPTIONS = Set.of("heldOut"); // held-out data

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)(?<text>\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\])+')"
              + "|(?<comment>/\\*.*?\\*/|//[^\n]*)|(?<name>[A-Za-z_]\\w*)");

  private static final Pattern PART = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+");
  private static final Pattern TYPE = Pattern.compile("\\b(class|record|enum|interface) (\\w+)");

  @Test
  void mainCodeUsesTheWordsOfTheField() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources()) {
      found(Files.readString(file)).forEach(line -> found.add(file.getFileName() + ": " + line));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void aWordIsFoundInNamesAndCommentsButNotInText() {
    assertThat(found("int optimiserShelf = 1; // is told")).hasSize(3);
    assertThat(found("/** A\n * yardstick. */ final class Walk {}")).hasSize(2);
    assertThat(found("String text = \"told\"; boolean heldOut; int foretold; char c = '\"';"))
        .isEmpty();
  }

  private static List<String> found(String source) {
    List<String> found = new ArrayList<>();
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      if (token.group("text") != null || EXCEPTIONS.contains(token.group())) {
        continue;
      }
      Matcher part = PART.matcher(token.group());
      while (part.find()) {
        String word = part.group().toLowerCase(Locale.ROOT);
        if (INSTEAD.containsKey(word)) {
          found.add(word + " in \"" + token.group().strip() + "\"; say " + INSTEAD.get(word));
        }
      }
    }
    Matcher type = TYPE.matcher(source);
    while (type.find()) {
      if (NO_TYPES.contains(type.group(2))) {
        found.add("a type called " + type.group(2) + "; name it by what it is");
      }
    }
    return found;
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path main : modules.map(module -> module.resolve("src/main/java")).toList()) {
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(500);
    return sources;
  }

  private static Map<String, String> read(String table) {
    Map<String, String> words = new TreeMap<>();
    for (String line : table.strip().split("\n")) {
      int arrow = line.indexOf("->");
      for (String word : line.substring(0, arrow).strip().split(" ")) {
        words.put(word, line.substring(arrow + 2).strip());
      }
    }
    return words;
  }
}
