package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.metric.feature.FeatureExtractor;
import io.inkwash.torch.Rng;
import java.util.List;

/**
 * A comparison of samples with real images, by their features.
 *
 * @param name by which it is requested
 * @param about what it measures, in a line
 * @param demand what it needs of an extractor
 * @param rule how it is computed
 */
public record Metric(String name, String about, Demand demand, Rule rule) {

  /** What the features must come from. */
  public enum Demand {
    /** Any extractor. */
    FEATURES,
    /** One that classifies. */
    CLASSES
  }

  /** The computation. */
  @FunctionalInterface
  public interface Rule {

    /**
     * The numbers.
     *
     * @param rng for what is drawn on the way; equal keys give equal numbers
     * @throws IllegalArgumentException if the features do not carry it; the message says what is
     *     needed
     */
    List<Score> measure(Features real, Features samples, Rng rng);
  }

  /**
   * Refuses an extractor that cannot give what is needed.
   *
   * @throws IllegalArgumentException if it does not classify and must
   */
  public void check(FeatureExtractor extractor) {
    if (demand == Demand.CLASSES && extractor.classes() == 0) {
      throw new IllegalArgumentException(
          format(
                  "%s by features of %s, which knows no classes; allowed: a network that classifies, such",
                  name, extractor.name())
              + " as digits-lenet");
    }
  }

  /** The numbers for some samples; see {@link Rule#measure}. */
  public List<Score> measure(Features real, Features samples, Rng rng) {
    return rule.measure(real, samples, rng.stream(name));
  }
}
