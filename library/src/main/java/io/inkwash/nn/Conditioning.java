package io.inkwash.nn;

import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network is conditioned on beside the noise level: named tensors with a row for each image.
 * The tensors belong to the scope in which the conditioning was made.
 *
 * <table>
 * <caption>The kinds that networks here accept</caption>
 * <tr><th>kind</th><th>tensor</th><th>a dropped row</th></tr>
 * <tr><td>{@link #CLASSES}</td><td>[N] int64 class indices from 0</td><td>{@link #NULL_CLASS}</td></tr>
 * <tr><td>{@link #TOKENS}</td><td>[N,L] int64 numbers of words, 0 for padding</td><td>zeros: the
 *     empty text</td></tr>
 * <tr><td>{@link #TEXT}</td><td>[N,L,D] token embeddings</td><td>zeros</td></tr>
 * <tr><td>{@link #TEXT_MASK}</td><td>[N,L], 1 for a token and 0 for padding</td><td>zeros</td></tr>
 * <tr><td>{@link #IMAGE}</td><td>[N,C,H,W], joined to the noisy image's channels</td><td>zeros</td></tr>
 * <tr><td>{@link #INTERVAL}</td><td>[N] float32 lengths of intervals that end at the noise level, in
 *     its units</td><td>zero</td></tr>
 * </table>
 */
public final class Conditioning {

  /** The kind of class indices. */
  public static final String CLASSES = "classes";

  /** The kind of numbered words, which a network's own text encoder reads. */
  public static final String TOKENS = "tokens";

  /** The kind of token embeddings. */
  public static final String TEXT = "text";

  /** The kind that marks which are tokens and which padding. */
  public static final String TEXT_MASK = "text-mask";

  /** The kind of images that are joined to the noisy one. */
  public static final String IMAGE = "image";

  /** The kind of intervals of noise levels, whose mean velocity a network predicts. */
  public static final String INTERVAL = "interval";

  /** The class of an unconditional row. */
  public static final int NULL_CLASS = -1;

  private static final Conditioning NONE = new Conditioning(Map.of());

  private final Map<String, Tensor> tensors;

  private Conditioning(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /** No conditioning at all. */
  public static Conditioning none() {
    return NONE;
  }

  /** A class for each image; {@link #NULL_CLASS} for an unconditional row. */
  public static Conditioning classes(int... classes) {
    long[] indices = Arrays.stream(classes).asLongStream().toArray();
    return NONE.with(CLASSES, Tensors.of(indices, indices.length));
  }

  /** This conditioning with one more kind. */
  public Conditioning with(String kind, Tensor rows) {
    Map<String, Tensor> more = new LinkedHashMap<>(tensors);
    more.put(kind, rows);
    return new Conditioning(more);
  }

  /** This conditioning without a kind. */
  public Conditioning without(String kind) {
    Map<String, Tensor> fewer = new LinkedHashMap<>(tensors);
    fewer.remove(kind);
    return new Conditioning(fewer);
  }

  /** The number of images that it is of; 0 where nothing is given. */
  public int rows() {
    return tensors.values().stream().findFirst().map(any -> Math.toIntExact(any.size(0))).orElse(0);
  }

  /** The tensor of a kind, if it is given. */
  public Optional<Tensor> of(String kind) {
    return Optional.ofNullable(tensors.get(kind));
  }

  /** [N] the class indices, if they are given. */
  public Optional<Tensor> classes() {
    return of(CLASSES);
  }

  /** The kinds that are given. */
  public Set<String> kinds() {
    return tensors.keySet();
  }

  /** Whether nothing is given. */
  public boolean isNone() {
    return tensors.isEmpty();
  }

  /**
   * The conditioning of some images of the batch.
   *
   * @param first the first of them, 0 to N - 1
   * @param count how many
   */
  public Conditioning rows(int first, int count) {
    return map(rows -> rows.narrow(0, first, count));
  }

  /**
   * The conditioning of one image of the batch.
   *
   * @param image 0 to N - 1
   */
  public Conditioning row(int image) {
    return rows(image, 1);
  }

  /** Whether another is of the same kinds, each of the same shape: texts may differ in length. */
  public boolean isLike(Conditioning other) {
    return kinds().equals(other.kinds())
        && tensors.entrySet().stream()
            .allMatch(
                entry ->
                    Arrays.equals(
                        Tensors.shape(entry.getValue()),
                        Tensors.shape(other.of(entry.getKey()).orElseThrow())));
  }

  /**
   * The conditioning of the batch twice over, for two evaluations in one.
   *
   * @param other {@linkplain #isLike like} this one, whose rows come second
   */
  public Conditioning followedBy(Conditioning other) {
    Map<String, Tensor> joined = new LinkedHashMap<>();
    tensors.forEach(
        (kind, rows) -> joined.put(kind, Tensors.cat(0, rows, other.of(kind).orElseThrow())));
    return new Conditioning(joined);
  }

  /** Every row dropped: the same kinds and shapes, and no condition. */
  public Conditioning dropped() {
    Map<String, Tensor> empty = new LinkedHashMap<>();
    tensors.forEach(
        (kind, rows) -> {
          Tensor filled = rows.clone();
          empty.put(kind, filled.fill_(droppedValue(kind)));
        });
    return new Conditioning(empty);
  }

  /**
   * Conditioning dropout: drops the rows of some images, so that one network learns the conditional
   * and the unconditional model (Ho and Salimans 2022, arXiv 2207.12598, algorithm 1).
   *
   * @param share the probability that a row is dropped, in [0, 1]
   * @param key of the random choice of rows
   */
  public Conditioning dropped(double share, Rng key) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "conditioning dropout is " + share + "; allowed: 0 to 1, such as 0.1");
    }
    if (tensors.isEmpty() || share == 0) {
      return this;
    }
    int images = rows();
    double[] uniforms = key.uniforms(images);
    Tensor drop = Tensors.of(uniforms, images).lt(new Scalar(share));
    Map<String, Tensor> kept = new LinkedHashMap<>();
    tensors.forEach(
        (kind, rows) -> {
          long[] shape = new long[Math.toIntExact(rows.dim())];
          Arrays.fill(shape, 1);
          shape[0] = images;
          kept.put(kind, rows.masked_fill(drop.view(shape), droppedValue(kind)));
        });
    return new Conditioning(kept);
  }

  private static Scalar droppedValue(String kind) {
    return kind.equals(CLASSES) ? new Scalar((long) NULL_CLASS) : new Scalar(0.0);
  }

  private Conditioning map(Function<Tensor, Tensor> change) {
    Map<String, Tensor> changed = new LinkedHashMap<>();
    tensors.forEach((kind, rows) -> changed.put(kind, change.apply(rows)));
    return new Conditioning(changed);
  }
}
