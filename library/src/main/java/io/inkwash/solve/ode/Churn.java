package io.inkwash.solve.ode;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.OdeVariable;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Noise that is added before each step, so that errors made earlier are forgotten (Karras et al.
 * 2022, arXiv 2206.00364, algorithm 2). Levels are sigma / alpha.
 *
 * @param gamma by what share of itself the level is raised, 0 for no noise; the paper's S_churn is
 *     this times the number of steps, and its highest value here is sqrt(2) - 1
 * @param lowest the lowest level at which it happens, the paper's S_tmin
 * @param highest the highest level, the paper's S_tmax
 * @param noise standard deviation of the noise, a little above 1 to make up for lost detail:
 *     S_noise
 */
public record Churn(double gamma, double lowest, double highest, double noise) {
  private static final double MOST = Math.sqrt(2) - 1;

  /** No noise. */
  public static final Churn NONE = new Churn(0, 0, Double.POSITIVE_INFINITY, 1);

  /** Checks the ranges. */
  public Churn {
    if (!(gamma >= 0 && lowest >= 0 && lowest <= highest && noise >= 0)) {
      throw new IllegalArgumentException(
          format(
              "churn %s between levels %s and %s with noise %s; allowed: none negative, levels in order",
              gamma, lowest, highest, noise));
    }
    gamma = Math.min(gamma, MOST);
  }

  /** The paper's own numbers for a run of a known number of steps. */
  public static Churn published(
      double sChurn, double sTmin, double sTmax, double sNoise, int steps) {
    return new Churn(sChurn / steps, sTmin, sTmax, sNoise);
  }

  /**
   * The time to which a state at t is taken back: t itself, or a noisier one. Where the path's
   * functions go on past its end, as EDM's and VE's do, it may lie there, as in the paper's
   * algorithm 2; on other paths, such as a table, the level rises to the end and no further.
   */
  public double raised(GaussianPath path, double t) {
    double level = OdeVariable.NOISE.at(path, t);
    if (!(gamma > 0 && level >= lowest && level <= highest)) {
      return t;
    }
    return Math.max(t, OdeVariable.NOISE.timeAt(path, level * (1 + gamma)));
  }

  /** The state at the raised time. */
  public Tensor raise(GaussianPath path, Tensor x, double t, double raised, Noise fresh) {
    if (raised == t) {
      return x;
    }
    double from = OdeVariable.NOISE.at(path, t);
    double to = OdeVariable.NOISE.at(path, raised);
    double alpha = path.alpha(raised);
    double deviation = alpha * Math.sqrt(to * to - from * from) * noise;
    return x.mul(new Scalar(alpha / path.alpha(t))).add_(fresh.next(), new Scalar(deviation));
  }
}
