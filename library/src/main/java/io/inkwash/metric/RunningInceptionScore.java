package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link InceptionScore} of probabilities that come batch by batch. Memory does not grow with their
 * number.
 *
 * <p>Of each row of as many samples as there are splits, every split gets one, in random order. So
 * splits are of equal size, and samples that come sorted by class are spread over all of them.
 */
public final class RunningInceptionScore {

  /** The paper's number of splits. */
  public static final int SPLITS = 10;

  private final int classes;
  private final Rng rng;
  private final double[][] sums;
  private final double[] negativeEntropies;
  private final long[] counts;
  private int[] deal = {};
  private long count;

  /**
   * No samples yet.
   *
   * @param classes the number of classes, K
   * @param splits 1 or more
   * @param rng deals samples to splits
   */
  public RunningInceptionScore(int classes, int splits, Rng rng) {
    if (classes < 2 || splits < 1) {
      throw new IllegalArgumentException(
          format(
              "inception score of %s classes in %s splits; allowed: 2 or more, 1 or more",
              classes, splits));
    }
    this.classes = classes;
    this.rng = rng;
    sums = new double[splits][classes];
    negativeEntropies = new double[splits];
    counts = new long[splits];
  }

  /** Adds the rows of [n,K] probabilities. */
  public void add(Tensor probabilities) {
    if (probabilities.dim() != 2 || probabilities.size(1) != classes) {
      throw new IllegalArgumentException(
          format(
              "probabilities of shape %s; allowed: [n, %s]",
              Arrays.toString(Tensors.shape(probabilities)), classes));
    }
    double[] rows = Tensors.toDoubles(probabilities);
    for (int from = 0; from < rows.length; from += classes) {
      int split = split(count++);
      for (int k = 0; k < classes; k++) {
        double p = rows[from + k];
        sums[split][k] += p;
        negativeEntropies[split] += timesLog(p);
      }
      counts[split]++;
    }
  }

  private int split(long sample) {
    int place = (int) (sample % sums.length);
    if (place == 0) {
      deal = RandomSubset.distinct(sums.length, sums.length, rng.at(sample / sums.length));
    }
    return deal[place];
  }

  /** The score of all samples so far; there must be one for each split at least. */
  public InceptionScore score() {
    if (count < sums.length) {
      throw new IllegalArgumentException(
          format(
              "inception score of %s samples in %s splits; allowed: as many samples, or more",
              count, sums.length));
    }
    double[] scores = new double[sums.length];
    for (int split = 0; split < scores.length; split++) {
      double divergence = negativeEntropies[split] / counts[split];
      for (double sum : sums[split]) {
        divergence -= timesLog(sum / counts[split]);
      }
      scores[split] = Math.exp(divergence);
    }
    MeanAndDeviation spread = MeanAndDeviation.of(scores);
    return new InceptionScore(spread.mean(), spread.deviation(), scores.length);
  }

  /** p log p, which is 0 at 0. */
  private static double timesLog(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }
}
