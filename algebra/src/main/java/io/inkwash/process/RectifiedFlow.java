package io.inkwash.process;

/**
 * The straight path from data to noise over t in [0, 1]: {@code alpha = 1 - t}, {@code sigma = t}
 * (Liu et al. 2022, arXiv 2209.03003; Lipman et al. 2022, arXiv 2210.02747). Both papers run time
 * the other way; here 0 is data, as everywhere.
 *
 * <p>No signal is left at t = 1, so a network must predict velocity, v or x0, not noise.
 *
 * @param start the smallest time at which a network is evaluated, in (0, 1)
 */
public record RectifiedFlow(double start) implements GaussianPath {

  /** Checks the range given above. */
  public RectifiedFlow {
    PathPreconditions.requireStart(start, 1);
  }

  /** The path with start 1e-3. */
  public static RectifiedFlow standard() {
    return new RectifiedFlow(1e-3);
  }

  @Override
  public String name() {
    return "rectified flow";
  }

  @Override
  public double alpha(double t) {
    return 1 - t;
  }

  @Override
  public double alphaDot(double t) {
    return -1;
  }

  @Override
  public double sigma(double t) {
    return t;
  }

  @Override
  public double sigmaDot(double t) {
    return 1;
  }

  @Override
  public double end() {
    return 1;
  }

  @Override
  public double logSnr(double t) {
    return 2 * (Math.log1p(-t) - Math.log(t));
  }

  @Override
  public double timeAtLogSnr(double logSnr) {
    return 1 / (1 + Math.exp(0.5 * logSnr));
  }
}
