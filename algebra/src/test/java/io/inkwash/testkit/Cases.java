package io.inkwash.testkit;

import io.inkwash.process.Betas;
import io.inkwash.process.DiscretePath;
import io.inkwash.process.Edm;
import io.inkwash.process.GaussianPath;
import io.inkwash.process.MonotoneNet;
import io.inkwash.process.RectifiedFlow;
import io.inkwash.process.Rise;
import io.inkwash.process.SimpleDiffusion;
import io.inkwash.process.SubVp;
import io.inkwash.process.Ve;
import io.inkwash.process.VeLevels;
import io.inkwash.process.Vp;
import io.inkwash.process.VpLogSnr;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Seeded random cases for tests of identities. A failure names the seed of its case, so that {@link
 * #one} repeats it alone.
 */
public final class Cases {

  private static final List<GaussianPath> PATHS =
      List.of(
          DiscretePath.of(Betas.linear(1000)),
          DiscretePath.of(Betas.linear(250)),
          DiscretePath.of(Betas.cosine(1000)),
          DiscretePath.of(Betas.cosine(50)),
          DiscretePath.of(Betas.scaledLinear(1000)),
          DiscretePath.of(Betas.sigmoid(1000)),
          DiscretePath.of(Betas.sigmoidAlphaBar(1000)),
          DiscretePath.of(Betas.exponential(1000)),
          DiscretePath.of(Betas.linear(1000).rescaleZeroTerminalSnr()),
          VeLevels.ncsn(),
          VeLevels.ncsnV2(),
          Vp.linear(),
          Vp.cosine(),
          new SimpleDiffusion(64, 32, 32, 1e-3, 0.9946),
          new SimpleDiffusion(256, 256, 32, 1e-3, 0.9946),
          SubVp.linear(),
          Ve.geometric(),
          Edm.standard(),
          RectifiedFlow.standard(),
          new VpLogSnr(-13.3, 5, Rise.linear()),
          new VpLogSnr(
              -9,
              4,
              new MonotoneNet(
                  1, 1, new double[] {9, -6}, new double[] {-12, -8}, new double[] {2, 5})));

  private final SplittableRandom random;

  private Cases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Runs a check on many cases, seeded 0, 1, 2, ... */
  public static void check(int count, Consumer<Cases> check) {
    for (long seed = 0; seed < count; seed++) {
      one(seed, check);
    }
  }

  /** Runs a check on the case of one seed. */
  public static void one(long seed, Consumer<Cases> check) {
    try {
      check.accept(new Cases(seed));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("case of seed " + seed + ": " + e.getMessage(), e);
    }
  }

  /** A source of numbers for one seed, where no check is to be repeated. */
  public static Cases seeded(long seed) {
    return new Cases(seed);
  }

  /** Every path of the library at its published setting, tables of several lengths included. */
  public static List<GaussianPath> paths() {
    return PATHS;
  }

  /** A uniform number in [low, high). */
  public double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /** A number in [low, high) whose logarithm is uniform; low is positive. */
  public double logUniform(double low, double high) {
    return low * Math.exp(uniform(0, Math.log(high / low)));
  }

  /** A whole number from low to high, both included. */
  public int integer(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** A standard normal number. */
  public double normal() {
    return random.nextGaussian();
  }

  /** Several standard normal numbers. */
  public double[] normals(int count) {
    return random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
  }

  /** Several uniform numbers in [0, 1). */
  public double[] uniforms(int count) {
    return random.doubles(count).toArray();
  }

  /** One element of a list. */
  public <T> T of(List<T> values) {
    return values.get(integer(0, values.size() - 1));
  }

  /** A path of {@link #paths}. */
  public GaussianPath path() {
    return of(paths());
  }

  /** A time that a network of the path can be asked about. */
  public double time(GaussianPath path) {
    return path.spread(random.nextDouble());
  }

  /** A time strictly inside the path, whole or not. */
  public double anyTime(GaussianPath path) {
    return uniform(path.start(), path.end());
  }
}
