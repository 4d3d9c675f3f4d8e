package io.inkwash.cli.measure;

import java.util.List;
import java.util.stream.Collectors;

/** A command line as it is typed into a shell. */
final class ShellWords {
  private ShellWords() {}

  /** The words with spaces between them, in quotes where a shell would read them otherwise. */
  static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
