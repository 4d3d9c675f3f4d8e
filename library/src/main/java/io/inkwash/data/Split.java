package io.inkwash.data;

/** The two halves that published sets come in. */
public enum Split {
  /** What models learn from. */
  TRAIN,
  /** What is kept back to measure them with. */
  TEST
}
