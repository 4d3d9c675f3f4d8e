package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * {@link InceptionScore} of probabilities that come batch by batch, in any order and in any parts,
 * which {@link #merge} joins. Memory does not grow with their number.
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
  private long dealt = -1;
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

  /** Adds the rows of [n,K] probabilities, of the next samples. */
  public void add(Tensor probabilities) {
    add(count, probabilities);
  }

  /**
   * Adds the rows of [n,K] probabilities.
   *
   * @param first the number of the first sample, which decides its split
   */
  public void add(long first, Tensor probabilities) {
    if (probabilities.dim() != 2 || probabilities.size(1) != classes) {
      throw new IllegalArgumentException(
          format(
              "probabilities of shape %s; allowed: [n, %s]",
              Arrays.toString(Tensors.shape(probabilities)), classes));
    }
    double[] rows = Tensors.toDoubles(probabilities);
    long sample = first;
    for (int from = 0; from < rows.length; from += classes) {
      int split = split(sample++);
      for (int k = 0; k < classes; k++) {
        double p = rows[from + k];
        sums[split][k] += p;
        negativeEntropies[split] += timesLog(p);
      }
      counts[split]++;
      count++;
    }
  }

  /** Adds the samples of another part, which has as many splits and the same key. */
  void merge(RunningInceptionScore other) {
    for (int split = 0; split < sums.length; split++) {
      for (int k = 0; k < classes; k++) {
        sums[split][k] += other.sums[split][k];
      }
      negativeEntropies[split] += other.negativeEntropies[split];
      counts[split] += other.counts[split];
    }
    count += other.count;
  }

  private int split(long sample) {
    long row = sample / sums.length;
    if (row != dealt) {
      deal = RandomSubset.distinct(sums.length, sums.length, rng.at(row));
      dealt = row;
    }
    return deal[(int) (sample % sums.length)];
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

  void write(DataOutput out) throws IOException {
    for (int split = 0; split < sums.length; split++) {
      out.writeLong(counts[split]);
      out.writeDouble(negativeEntropies[split]);
      for (double sum : sums[split]) {
        out.writeDouble(sum);
      }
    }
  }

  /** Replaces all by what was written of as many classes and splits. */
  void read(DataInput in) throws IOException {
    count = 0;
    for (int split = 0; split < sums.length; split++) {
      counts[split] = in.readLong();
      negativeEntropies[split] = in.readDouble();
      for (int k = 0; k < classes; k++) {
        sums[split][k] = in.readDouble();
      }
      count += counts[split];
    }
  }

  /** p log p, which is 0 at 0. */
  private static double timesLog(double p) {
    return p > 0 ? p * Math.log(p) : 0;
  }
}
