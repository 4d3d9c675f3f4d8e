package io.inkwash.prediction;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * What a network is trained to predict: {@code y = a x0 + b eps}, a row (a, b) that may depend on
 * the path and the time.
 *
 * <p>Together with {@code x_t = alpha x0 + sigma eps} this is a two-by-two system, so a network
 * trained on any target can be read as any other. With {@code det = a sigma - b alpha}, {@code x0 =
 * (sigma y - b x) / det} and {@code eps = (a x - alpha y) / det}.
 */
public interface Target {

  /** What the target is called in tables and messages. */
  String name();

  /** a, the weight of the clean image in the output. */
  double x0Coefficient(GaussianPath path, double t);

  /** b, the weight of the noise in the output. */
  double epsCoefficient(GaussianPath path, double t);

  /** {@code a sigma - b alpha}: 0 where the output holds nothing that x_t does not. */
  default double determinant(GaussianPath path, double t) {
    return x0Coefficient(path, t) * path.sigma(t) - epsCoefficient(path, t) * path.alpha(t);
  }

  /** How to read the clean image from an output at time t. */
  default Conversion toX0(GaussianPath path, double t) {
    double det = determinant(path, t);
    return new Conversion(-epsCoefficient(path, t) / det, path.sigma(t) / det);
  }

  /** How to read the noise from an output at time t. */
  default Conversion toEps(GaussianPath path, double t) {
    double det = determinant(path, t);
    return new Conversion(x0Coefficient(path, t) / det, -path.alpha(t) / det);
  }

  /** How to read another target from an output at time t. */
  default Conversion to(Target other, GaussianPath path, double t) {
    Conversion x0 = toX0(path, t);
    Conversion eps = toEps(path, t);
    double a = other.x0Coefficient(path, t);
    double b = other.epsCoefficient(path, t);
    return new Conversion(
        a * x0.xCoefficient() + b * eps.xCoefficient(),
        a * x0.yCoefficient() + b * eps.yCoefficient());
  }

  /**
   * Refuses a path on which the clean image cannot be recovered at one of its ends, as from
   * predicted noise where no signal is left.
   *
   * @throws IllegalArgumentException with the time and the remedy
   */
  default void check(GaussianPath path) {
    for (double t : new double[] {path.start(), path.end()}) {
      double det = determinant(path, t);
      if (!(Math.abs(det) > 0 && Double.isFinite(det))) {
        throw new IllegalArgumentException(
            format(
                "target %s cannot give x0 at t = %s of %s (SNR %s): predict v, velocity or x0 there",
                name(), t, path.name(), path.snr(t)));
      }
    }
  }
}
