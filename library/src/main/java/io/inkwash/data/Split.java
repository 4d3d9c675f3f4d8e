package io.inkwash.data;

import java.util.Locale;

/** The two halves that sets of images come in. */
public enum Split {
  /** What models learn from. */
  TRAIN,
  /** What is kept back to evaluate them with. */
  TEST;

  /** Its name in lower case, as it is written on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
