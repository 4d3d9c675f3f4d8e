package io.inkwash.process;

import static io.inkwash.format.Text.format;

/** The checks that paths share. */
final class PathPreconditions {

  private PathPreconditions() {}

  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  static void requireStart(double start, double end) {
    require(
        start > 0 && start < end, format("start %s of a path: need 0 < start < %s", start, end));
  }

  static void requireSigmas(double sigmaMin, double sigmaMax) {
    require(
        sigmaMin > 0 && sigmaMin < sigmaMax && sigmaMax < Double.POSITIVE_INFINITY,
        format(
            "noise levels from %s to %s: need 0 < sigmaMin < sigmaMax, finite",
            sigmaMin, sigmaMax));
  }
}
