package io.inkwash.torch;

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
 * @param key 64 bits that name the node
 */
public record Rng(long key) {

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
    return new Rng(mix(key ^ mix(hash)));
  }

  /** The n-th member of this stream. */
  public Rng at(long n) {
    return new Rng(mix(key + 0x9e3779b97f4a7c15L * (n + 1)));
  }

  /** Uniform numbers in [0, 1). */
  public double[] uniforms(int count) {
    RandomGenerator random = new SplittableRandom(key);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextDouble();
    }
    return values;
  }

  /** Standard normal numbers, float32, of the given shape. */
  public Tensor normal(long... shape) {
    float[] values = new float[Math.toIntExact(Tensors.count(shape))];
    fillNormal(values, 0, values.length);
    return Tensors.of(values, shape);
  }

  /**
   * Standard normal numbers for a batch in which row k belongs to image {@code first + k}: row k is
   * {@code at(first + k).at(step)}'s, whatever the batch.
   *
   * @param shape the batch's shape, images first
   */
  public Tensor normalRows(long first, long step, long... shape) {
    RowKeys keys = RowKeys.of(this, first, Math.toIntExact(shape[0]));
    return keys.normal(step, keys.rest(shape));
  }

  /**
   * The polar method (Marsaglia and Bray 1964) in strict arithmetic. Java's own {@code
   * nextGaussian} gives other numbers on Java 25 than on 17, once in some 300,000 draws and ever
   * after.
   */
  void fillNormal(float[] into, int offset, int count) {
    RandomGenerator random = new SplittableRandom(key);
    for (int i = 0; i < count; i += 2) {
      double u;
      double v;
      double square;
      do {
        u = 2 * random.nextDouble() - 1;
        v = 2 * random.nextDouble() - 1;
        square = u * u + v * v;
      } while (square >= 1 || square == 0);
      double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
      into[offset + i] = (float) (u * scale);
      if (i + 1 < count) {
        into[offset + i + 1] = (float) (v * scale);
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
