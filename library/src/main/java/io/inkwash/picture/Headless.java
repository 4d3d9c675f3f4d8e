package io.inkwash.picture;

/** Draws without a screen. A program that wants windows sets the property to false itself. */
final class Headless {
  private static final String PROPERTY = "java.awt.headless";

  private Headless() {}

  /** Must be called before the first use of AWT. */
  static void ensure() {
    if (System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "true");
    }
  }
}
