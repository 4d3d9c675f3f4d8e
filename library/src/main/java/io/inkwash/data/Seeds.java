package io.inkwash.data;

import java.util.SplittableRandom;

/** Random streams that are functions of (seed, purpose, index), so that order never matters. */
public final class Seeds {

  private Seeds() {}

  /** The stream for one thing: an epoch's order, an image's augmentation, a drawn digit. */
  public static SplittableRandom stream(long seed, String purpose, long index) {
    long state = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      state = mix(state ^ purpose.charAt(i));
    }
    return new SplittableRandom(mix(state ^ mix(index)));
  }

  /**
   * A standard normal number by the polar method (Marsaglia and Bray 1964) in strict arithmetic.
   * Java's own {@code nextGaussian} is not the same function on every version of Java.
   */
  public static double normal(SplittableRandom random) {
    double u;
    double square;
    do {
      u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    return u * Math.sqrt(-2 * StrictMath.log(square) / square);
  }

  /** A bijection of the 64-bit words in which every input bit moves about half the output bits. */
  private static long mix(long word) {
    long z = word + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
