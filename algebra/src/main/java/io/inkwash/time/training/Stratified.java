package io.inkwash.time.training;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;

/**
 * Uniform times, evenly spread over one batch: of n examples, number i gets the fraction {@code (u
 * + i / n) mod 1} of the path, with one u for all (Kingma et al. 2021, arXiv 2107.00630, appendix
 * I).
 *
 * <p>Each example's time is uniform on its own, and the batch's mean loss varies less. Only the
 * first uniform number is used.
 */
public record Stratified() implements TimeSampler {

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    int n = uniforms.length;
    double[] fractions = Uniforms.checked(uniforms).clone();
    Arrays.setAll(fractions, i -> wrapped(uniforms[0] + (double) i / n));
    return Uniforms.map(fractions, path::spread);
  }

  private static double wrapped(double fraction) {
    return fraction - Math.floor(fraction);
  }
}
