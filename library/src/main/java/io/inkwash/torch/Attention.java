package io.inkwash.torch;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Scaled dot-product attention (Vaswani et al. 2017, arXiv 1706.03762, equation 1), by libtorch's
 * fused kernel, which never keeps all scores in memory. Where a device has no such kernel, libtorch
 * writes the scores out; so queries are taken in slices of at most {@value #MOST_SCORES} scores,
 * which gives the same numbers.
 *
 * <p>On the CPU it is computed in float32 whatever the type of the queries, which is also the
 * result's: on processors without AMX the fused kernel multiplies bfloat16 by a plain loop, twenty
 * times slower.
 */
public final class Attention {

  /** The most scores of one call: 512 MiB of float32. */
  static final long MOST_SCORES = 1L << 27;

  /** What is added to the score of a key that is not to be seen; finite, so that none gives NaN. */
  private static final double UNSEEN = -1e4;

  private Attention() {}

  /**
   * {@code softmax(q k^T / sqrt(D)) v}.
   *
   * @param q [N,H,L,D] queries
   * @param k [N,H,S,D] keys
   * @param v [N,H,S,D] values
   * @return [N,H,L,D]
   */
  public static Tensor of(Tensor q, Tensor k, Tensor v) {
    return sliced(q, k, v, new TensorOptional(), MOST_SCORES);
  }

  /**
   * The same where some keys are not seen.
   *
   * @param seen [N,S], 1 for a key that is seen and 0 for one that is not; a row of zeros sees all
   */
  public static Tensor masked(Tensor q, Tensor k, Tensor v, Tensor seen) {
    Tensor unseen = seen.to(ScalarType.Float).neg().add(new Scalar(1.0)).mul(new Scalar(UNSEEN));
    Tensor bias = unseen.to(q.scalar_type()).unsqueeze(1).unsqueeze(1);
    Tensor rows = bias.expand(q.size(0), 1, 1, k.size(2));
    return sliced(q, k, v, new TensorOptional(rows), MOST_SCORES);
  }

  /** Attention in which the query at a position sees the keys up to that position alone. */
  public static Tensor causal(Tensor q, Tensor k, Tensor v) {
    return fused(q, k, v, new TensorOptional(), true);
  }

  /** The same in slices of so many scores at most, but of one query at least. */
  static Tensor sliced(Tensor q, Tensor k, Tensor v, TensorOptional bias, long mostScores) {
    long queries = q.size(2);
    long scoresPerQuery = q.size(0) * q.size(1) * k.size(2);
    long slice = Math.max(1, mostScores / Math.max(1, scoresPerQuery));
    if (slice >= queries) {
      return fused(q, k, v, bias, false);
    }
    Tensor[] slices = new Tensor[Math.toIntExact((queries + slice - 1) / slice)];
    for (int i = 0; i < slices.length; i++) {
      long first = i * slice;
      Tensor some = q.narrow(2, first, Math.min(slice, queries - first));
      slices[i] = fused(some, k, v, bias, false);
    }
    return Tensors.cat(2, slices);
  }

  private static Tensor fused(Tensor q, Tensor k, Tensor v, TensorOptional bias, boolean causal) {
    if (!q.is_cpu() || q.scalar_type().intern() == ScalarType.Double) {
      return kernel(q, k, v, bias, causal);
    }
    try (Autocast plain = new Autocast(false, ScalarType.Float)) {
      TensorOptional added =
          bias.has_value() ? new TensorOptional(bias.get().to(ScalarType.Float)) : bias;
      return kernel(
              q.to(ScalarType.Float), k.to(ScalarType.Float), v.to(ScalarType.Float), added, causal)
          .to(q.scalar_type());
    }
  }

  private static Tensor kernel(Tensor q, Tensor k, Tensor v, TensorOptional bias, boolean causal) {
    return torch.scaled_dot_product_attention(
        q, k, v, bias, 0, causal, new DoubleOptional(), false);
  }
}
