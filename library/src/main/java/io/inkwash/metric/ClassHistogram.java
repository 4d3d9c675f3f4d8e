package io.inkwash.metric;

import static io.inkwash.format.Text.format;

import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * How many images a classifier assigns to each class. Of samples that should be of all classes
 * alike, it shows mode collapse: a generator that draws few of them.
 *
 * @param counts images of each class
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record ClassHistogram(long[] counts) {

  /** No images yet, of so many classes. */
  public static ClassHistogram empty(int classes) {
    return new ClassHistogram(new long[classes]);
  }

  /**
   * This, and some images more: each is counted for its most probable class, the first of equals.
   *
   * @param probabilities [n,K] probabilities, or anything in their order
   */
  public ClassHistogram with(Tensor probabilities) {
    double[] rows = Tensors.toDoubles(probabilities);
    long[] sum = counts.clone();
    for (int from = 0; from < rows.length; from += sum.length) {
      int most = 0;
      for (int k = 1; k < sum.length; k++) {
        most = rows[from + k] > rows[from + most] ? k : most;
      }
      sum[most]++;
    }
    return new ClassHistogram(sum);
  }

  /** This, and the images of another part. */
  public ClassHistogram with(ClassHistogram other) {
    return new ClassHistogram(
        IntStream.range(0, classes()).mapToLong(k -> counts[k] + other.counts[k]).toArray());
  }

  /** The number of classes, K. */
  public int classes() {
    return counts.length;
  }

  /** The number of images. */
  public long count() {
    return Arrays.stream(counts).sum();
  }

  /** The share of a class, 0 to 1; NaN for no images. */
  public double share(int k) {
    return (double) counts[k] / count();
  }

  /** The number of classes with one image or more. */
  public int present() {
    return (int) Arrays.stream(counts).filter(count -> count > 0).count();
  }

  /** The entropy of the shares in bits: log2 K for equal shares, 0 for a single class. */
  public double entropy() {
    return -shares().filter(p -> p > 0).map(p -> p * Math.log(p)).sum() / Math.log(2) + 0.0;
  }

  /** Half the sum of |p_k - q_k| over the classes: 0 for equal shares, 1 for disjoint classes. */
  public double totalVariation(ClassHistogram other) {
    return IntStream.range(0, classes()).mapToDouble(k -> Math.abs(share(k) - other.share(k))).sum()
        / 2;
  }

  /**
   * The mean total variation between these shares and those of {@code n} independent draws from
   * them, by the normal approximation of each count: half the sum of sqrt(2 p (1 - p) / (pi n)).
   */
  public double expectedTotalVariation(long n) {
    return shares().map(p -> Math.sqrt(2 * p * (1 - p) / (Math.PI * n))).sum() / 2;
  }

  /** Each class that is present with its share, such as {@code 0: 9.8 %, 3: 90.2 %}. */
  public String words() {
    return IntStream.range(0, classes())
        .filter(k -> counts[k] > 0)
        .mapToObj(k -> format("%d: %.1f %%", k, 100 * share(k)))
        .collect(Collectors.joining(", "));
  }

  private DoubleStream shares() {
    return IntStream.range(0, classes()).mapToDouble(this::share);
  }
}
