package io.inkwash.solve;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A step in two parts: without noise to a level below the one wanted, then fresh noise up to it
 * (k-diffusion's get_ancestral_step). Levels are sigma / alpha; with eta 1 the fresh noise is that
 * of DDPM's posterior.
 *
 * @param time the time of the lower level, between timesteps on a table
 * @param scale the factor from the state there to the state at s
 * @param deviation standard deviation of the fresh noise at s
 */
public record AncestralStep(double time, double scale, double deviation) {

  /**
   * The step from t to s.
   *
   * @param eta 0 for no fresh noise, 1 for the most
   */
  public static AncestralStep of(GaussianPath path, double t, double s, double eta) {
    return of(path, t, s, eta, 0);
  }

  /**
   * The same on a grid whose last level is not passed on the way down.
   *
   * @param last the time of the last level
   */
  public static AncestralStep of(GaussianPath path, double t, double s, double eta, double last) {
    if (eta == 0) {
      return new AncestralStep(s, 1, 0);
    }
    double from = OdeVariable.NOISE.at(path, t);
    double to = OdeVariable.NOISE.at(path, s);
    double share = to / from * (to / from);
    double up = eta * to * Math.sqrt(1 - share);
    double down = to * Math.sqrt(1 - eta * eta * (1 - share));
    double reached = Math.min(s, OdeVariable.NOISE.timeAt(path, down));
    double lowest = reached == 0 ? Math.max(last, Math.min(s, path.start())) : last;
    double time = Math.max(reached, lowest);
    if (time != reached) { // the level is below the grid's last, or the path has none so low
      down = OdeVariable.NOISE.at(path, time);
      up = Math.sqrt(Math.max(0, to * to - down * down));
    }
    return new AncestralStep(time, path.alpha(s) / path.alpha(time), path.alpha(s) * up);
  }

  /** Adds the noise to the state at the lower level. */
  public Tensor renoise(Tensor x, Noise noise) {
    return deviation == 0 ? x : renoise(x, noise.next());
  }

  /** Adds given standard normal noise to the state at the lower level. */
  public Tensor renoise(Tensor x, Tensor fresh) {
    return x.mul(new Scalar(scale)).add_(fresh, new Scalar(deviation));
  }
}
