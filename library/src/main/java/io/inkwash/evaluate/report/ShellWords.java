package io.inkwash.evaluate.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A command line to paste into a POSIX shell. */
public final class ShellWords {
  private ShellWords() {}

  /** The words joined by spaces, each quoted where a shell would change it. */
  public static String line(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
  }

  /** A path, quoted where a shell would change it. */
  public static String quoted(Path path) {
    return quoted(path.toString());
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
