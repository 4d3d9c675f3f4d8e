package io.inkwash.cli.terminal;

import static io.inkwash.format.Text.format;

/** Spans of time as people write them. */
public final class Elapsed {
  private Elapsed() {}

  /** A span of so many seconds, such as 42 s, 3:07, 1:02:45. */
  public static String of(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return format("%d:%02d", whole / 60, whole % 60);
    }
    return format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
