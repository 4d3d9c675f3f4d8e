package io.inkwash.metric;

import io.inkwash.torch.Rng;
import java.util.List;

/**
 * A comparison of samples with real images, by their features.
 *
 * @param name what it is asked for by
 * @param about what it says, in a line
 * @param rule how it is computed
 */
public record Metric(String name, String about, Rule rule) {

  /** The computation. */
  @FunctionalInterface
  public interface Rule {

    /**
     * The numbers.
     *
     * @param rng for what is drawn on the way; equal places give equal numbers
     * @throws IllegalArgumentException if the features do not carry it; the message says what is
     *     needed
     */
    List<Score> measure(Features real, Features samples, Rng rng);
  }

  /** The numbers for some samples; see {@link Rule#measure}. */
  public List<Score> measure(Features real, Features samples, Rng rng) {
    return rule.measure(real, samples, rng.stream(name));
  }
}
