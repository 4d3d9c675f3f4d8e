package io.inkwash.file;

/** Puts a name or value from a file into a message: in quotes, on one line, not too long. */
public final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int end = text.offsetByCodePoints(0, Math.min(LONGEST, text.codePointCount(0, text.length())));
    text.substring(0, end)
        .codePoints()
        .forEach(
            c -> {
              if (isPlain(c)) {
                quoted.appendCodePoint(c);
              } else {
                quoted.append(String.format("\\u%04x", c));
              }
            });
    return quoted.append(end < text.length() ? "...\"" : "\"").toString();
  }

  /** The first line of a message; libraries like to add more. */
  public static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
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
