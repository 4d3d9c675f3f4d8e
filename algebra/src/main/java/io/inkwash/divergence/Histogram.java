package io.inkwash.divergence;

import java.util.Arrays;

/**
 * A distribution over finitely many outcomes.
 *
 * @param probabilities of each outcome, 0 or more; their sum is 1
 */
public record Histogram(double[] probabilities) {

  public Histogram {
    probabilities = probabilities.clone();
    double sum = Arrays.stream(probabilities).sum();
    if (!(Arrays.stream(probabilities).allMatch(p -> p >= 0) && Math.abs(sum - 1) <= 1e-9)) {
      throw new IllegalArgumentException(
          "probabilities "
              + Arrays.toString(probabilities)
              + "; allowed: 0 or more, 1 together;"
              + " use Histogram.ofCounts for counts");
    }
  }

  /** The shares of counts. */
  public static Histogram ofCounts(double... counts) {
    double sum = Arrays.stream(counts).sum();
    return new Histogram(Arrays.stream(counts).map(count -> count / sum).toArray());
  }

  /** The softmax of logits. */
  public static Histogram ofLogits(double... logits) {
    double max = Arrays.stream(logits).max().orElse(0);
    return ofCounts(Arrays.stream(logits).map(logit -> Math.exp(logit - max)).toArray());
  }

  @Override
  public double[] probabilities() {
    return probabilities.clone();
  }

  /** The entropy, {@code -sum p log p}, in nats. */
  public double entropy() {
    double sum = 0;
    for (double p : probabilities) {
      sum -= p == 0 ? 0 : p * Math.log(p);
    }
    return sum;
  }

  /** KL(this || other) in nats; infinite where an outcome of this is impossible in the other. */
  public double kl(Histogram other) {
    requireSize(other);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      sum += p == 0 ? 0 : p * (Math.log(p) - Math.log(other.probabilities[i]));
    }
    return sum;
  }

  /** JS(this, other) in nats: 0 where they agree, log 2 where they do not overlap. */
  public double js(Histogram other) {
    Histogram middle = middle(other);
    return 0.5 * kl(middle) + 0.5 * other.kl(middle);
  }

  /**
   * The gradient of JS(this, other) by the logits of the other, {@code q_i (g_i - sum_j q_j g_j)}
   * with {@code g = log(2 q / (p + q)) / 2}: what a generator of that histogram descends against
   * the best discriminator. Zero where both agree, and zero, too, where they do not overlap.
   */
  public double[] jsGradient(Histogram other) {
    requireSize(other);
    double[] gradient = new double[probabilities.length];
    double mean = 0;
    for (int i = 0; i < gradient.length; i++) {
      double q = other.probabilities[i];
      gradient[i] =
          q == 0 ? 0 : 0.5 * OptimalDiscriminator.logTwoD(Math.log(q), Math.log(probabilities[i]));
      mean += q * gradient[i];
    }
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = other.probabilities[i] * (gradient[i] - mean);
    }
    return gradient;
  }

  /**
   * The value of the adversarial game, {@code sum p log D + q log(1 - D)}, this being the data.
   *
   * @param discriminator its probability that an outcome is data, in [0, 1], for each outcome
   */
  public double gameValue(Histogram generator, double... discriminator) {
    requireSize(generator);
    double sum = 0;
    for (int i = 0; i < probabilities.length; i++) {
      double p = probabilities[i];
      double q = generator.probabilities[i];
      sum += p == 0 ? 0 : p * Math.log(discriminator[i]);
      sum += q == 0 ? 0 : q * Math.log1p(-discriminator[i]);
    }
    return sum;
  }

  private Histogram middle(Histogram other) {
    requireSize(other);
    double[] middle = new double[probabilities.length];
    Arrays.setAll(middle, i -> 0.5 * (probabilities[i] + other.probabilities[i]));
    return new Histogram(middle);
  }

  private void requireSize(Histogram other) {
    if (other.probabilities.length != probabilities.length) {
      throw new IllegalArgumentException(
          "histograms of "
              + probabilities.length
              + " and "
              + other.probabilities.length
              + " outcomes; allowed: equally many");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram that && Arrays.equals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return "Histogram" + Arrays.toString(probabilities);
  }
}
