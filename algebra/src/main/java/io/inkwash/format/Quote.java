package io.inkwash.format;

import static io.inkwash.format.Text.format;

/**
 * Text from files, made fit to be shown. A name or value that a file holds may contain line breaks,
 * terminal escapes and bidirectional controls, and may be of any length; what is returned here is
 * on one line, shows such characters as {@code \\u001b}, and is cut to a bounded length.
 */
public final class Quote {

  /** The most characters of a quoted name or value. */
  private static final int LONGEST = 80;

  /** The most characters of a whole message. */
  private static final int LONGEST_LINE = 2000;

  private Quote() {}

  /** A name or value in quotes, at most 80 characters of it. */
  public static String of(String text) {
    return '"' + visible(text, LONGEST) + '"';
  }

  /**
   * A whole message that may hold names or values from files: each line break with the white space
   * around it becomes one space.
   */
  public static String line(String message) {
    StringBuilder line = new StringBuilder();
    message
        .lines()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .forEach(part -> line.append(line.length() == 0 ? "" : " ").append(part));
    return visible(line.toString(), LONGEST_LINE);
  }

  /** The first line of a message; libraries like to add more. */
  public static String firstLine(String message) {
    return visible(message.lines().findFirst().orElse("").strip(), LONGEST_LINE);
  }

  private static String visible(String text, int longest) {
    StringBuilder visible = new StringBuilder();
    int at = 0;
    for (int taken = 0; at < text.length() && taken < longest; taken++) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (isPlain(c)) {
        visible.appendCodePoint(c);
      } else {
        visible.append(format("\\u%04x", c));
      }
    }
    return visible.append(at < text.length() ? "..." : "").toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
