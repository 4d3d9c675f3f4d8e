package io.inkwash.torch;

import static io.inkwash.format.Text.format;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * A key: a node in a tree of random streams. Every random number is a pure function of its key:
 *
 * <pre>{@code
 * Rng root = Rng.seed(7);
 * root.stream("noise").at(step).normal(shape);       // training noise of one step
 * root.stream("sample").at(image).at(step)...        // sampling noise of one image at one step
 * }</pre>
 *
 * <p>So a checkpoint needs counters only, an image does not depend on the batch that it was drawn
 * in, and purposes cannot disturb each other. Nothing here touches libtorch's global generator.
 *
 * <p>Where a batch is shared by several ranks, a key of {@linkplain #rows some rows} draws for the
 * whole batch and gives the numbers of those rows alone: what an image is given does not depend on
 * the number of ranks.
 *
 * @param key 64 bits that name the node
 * @param rows the rows of the batch that numbers are drawn for
 */
public record Rng(long key, Rows rows) {

  /**
   * Some neighboring rows of a batch.
   *
   * @param first the first of them, from 0
   * @param count how many
   * @param total the rows of the batch
   */
  public record Rows(int first, int count, int total) {
    private static final Rows ALL = new Rows(0, 0, 0);

    /** Checks the bounds. */
    public Rows {
      if (first < 0 || count < 0 || first > total - count) {
        throw new IllegalArgumentException(
            format("rows %d to %d of a batch of %d", first, first + count, total));
      }
    }

    /** Whether they are the whole batch, of whatever size. */
    public boolean all() {
      return count == total;
    }

    /** The rows of the whole batch of which these are {@code own}. */
    public int whole(int own) {
      return all() ? own : total;
    }

    void require(long have) {
      if (!all() && have != count) {
        throw new IllegalArgumentException(
            format(
                "%d random rows where this rank has %d of the batch's %d; allowed: a row an image,"
                    + " or whole() for numbers that all images share",
                have, count, total));
      }
    }
  }

  /** The key of whole batches. */
  public Rng(long key) {
    this(key, Rows.ALL);
  }

  /** This key for some rows of a batch, and so all that is made from it. */
  public Rng rows(int first, int count, int total) {
    return count == total ? whole() : new Rng(key, new Rows(first, count, total));
  }

  /** This key for the whole batch. */
  public Rng whole() {
    return new Rng(key);
  }

  /** The root of all streams of one seed. */
  public static Rng seed(long seed) {
    return new Rng(mix(seed ^ 0x1d8e4e27c47d124fL));
  }

  /** The stream of one purpose. */
  public Rng stream(String purpose) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    return new Rng(mix(key ^ mix(hash)), rows);
  }

  /** The n-th member of this stream. */
  public Rng at(long n) {
    return new Rng(mix(key + 0x9e3779b97f4a7c15L * (n + 1)), rows);
  }

  /**
   * Uniform numbers in [0, 1).
   *
   * @param count how many: one for each row that the key is for
   */
  public double[] uniforms(int count) {
    rows.require(count);
    RandomGenerator random = new SplittableRandom(key);
    for (int i = 0; i < rows.first; i++) {
      random.nextDouble();
    }
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }

  /**
   * Standard normal numbers, float32, of the given shape.
   *
   * @param shape a row for each that the key is for, first
   */
  public Tensor normal(long... shape) {
    rows.require(shape[0]);
    int count = Math.toIntExact(Tensors.count(shape));
    float[] values = new float[count];
    long before = rows.all() ? 0 : (long) rows.first * (count / rows.count);
    fillNormal(before, values, 0, count);
    return Tensors.of(values, shape);
  }

  /**
   * Standard normal numbers for a batch in which row k belongs to image {@code first + k}: row k is
   * {@code at(first + k).at(step)}'s, whatever the batch.
   *
   * @param shape the batch's shape, images first
   */
  public Tensor normalRows(long first, long step, long... shape) {
    RowKeys keys = RowKeys.of(this, first + rows.first, Math.toIntExact(shape[0]));
    return keys.normal(step, keys.rest(shape));
  }

  /**
   * The polar method (Marsaglia and Bray 1964) in strict arithmetic. Java's own {@code
   * nextGaussian} gives other numbers on Java 25 than on 17, once in some 300,000 draws and ever
   * after.
   *
   * @param before numbers of the stream to pass over; they cost about a fifth of one that is used
   */
  void fillNormal(long before, float[] into, int offset, int count) {
    RandomGenerator random = new SplittableRandom(key);
    for (long i = -before; i < count; i += 2) {
      double u;
      double v;
      double square;
      do {
        u = 2 * random.nextDouble() - 1;
        v = 2 * random.nextDouble() - 1;
        square = u * u + v * v;
      } while (square >= 1 || square == 0);
      if (i < -1) {
        continue;
      }
      double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
      if (i >= 0) {
        into[offset + (int) i] = (float) (u * scale);
      }
      if (i + 1 < count) {
        into[offset + (int) i + 1] = (float) (v * scale);
      }
    }
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
