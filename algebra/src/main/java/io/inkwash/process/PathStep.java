package io.inkwash.process;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of a path's table: the numbers of a sampling step from t down to s.
 *
 * @param t the noisier time
 * @param s the cleaner time
 * @param alpha signal scale at t
 * @param sigma noise level at t
 * @param logSnr natural log of alpha^2 / sigma^2 at t
 * @param transition the forward step from s to t; its variance is the strided beta
 * @param posterior the backward step from t to s
 */
public record PathStep(
    double t,
    double s,
    double alpha,
    double sigma,
    double logSnr,
    Transition transition,
    Posterior posterior) {

  /** The step between two times of a path. */
  public static PathStep of(GaussianPath path, double t, double s) {
    return new PathStep(
        t,
        s,
        path.alpha(t),
        path.sigma(t),
        path.logSnr(t),
        path.transition(s, t),
        path.posterior(t, s));
  }

  /** The steps between neighbors of a falling list of times: one row fewer than times. */
  public static List<PathStep> along(GaussianPath path, double[] times) {
    List<PathStep> steps = new ArrayList<>();
    for (int i = 1; i < times.length; i++) {
      steps.add(of(path, times[i - 1], times[i]));
    }
    return List.copyOf(steps);
  }
}
