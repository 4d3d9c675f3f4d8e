package io.inkwash.restore;

import java.util.Locale;

/** What there is to restore. */
public enum Task {
  /** Noise was added, and nothing else. */
  DENOISE,
  /** Pixels are missing. */
  INPAINT,
  /** Resolution is missing. */
  SUPERRES,
  /** Sharpness is missing. */
  DEBLUR,
  /** Color is missing. */
  COLORIZE;

  /** Its name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
