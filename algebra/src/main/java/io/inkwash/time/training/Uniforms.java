package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Turns uniform numbers into times. */
final class Uniforms {

  private Uniforms() {}

  /** The numbers themselves, once each is known to lie in [0, 1). */
  static double[] checked(double[] uniforms) {
    for (double u : uniforms) {
      if (!(u >= 0 && u < 1)) {
        throw new IllegalArgumentException(
            "random number " + u + " for a time: need uniform numbers in [0, 1)");
      }
    }
    return uniforms;
  }

  /** One time a number, at the noise level {@code sigma / alpha} given for it. */
  static TimeBatch levels(GaussianPath path, double[] uniforms, DoubleUnaryOperator level) {
    return map(uniforms, u -> path.snap(path.timeAtNoiseRatio(level.applyAsDouble(u))));
  }

  /** Refuses bounds of noise levels that do not rise. */
  static void requireLevels(double sigmaMin, double sigmaMax) {
    if (!(sigmaMin >= 0 && sigmaMin < sigmaMax)) {
      throw new IllegalArgumentException(
          format("noise levels from %s to %s: need 0 <= sigmaMin < sigmaMax", sigmaMin, sigmaMax));
    }
  }

  /** One time a number, all of importance 1. */
  static TimeBatch map(double[] uniforms, DoubleUnaryOperator time) {
    return TimeBatch.of(Arrays.stream(checked(uniforms)).map(time).toArray());
  }
}
