package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The variance-preserving path with {@code alpha(t)} proportional to {@code cos((t + offset) / (1 +
 * offset) pi/2)}: Improved DDPM's cosine schedule in continuous time (Nichol and Dhariwal 2021,
 * arXiv 2102.09672, equation 17). Make it with {@link Vp#cosine()}.
 *
 * <p>No signal is left at t = 1, so the path ends before: at 0.9946 by default, as in DPM-Solver
 * (Lu et al. 2022, arXiv 2206.00927). At {@code t = k/T} its alphaBar is that of {@link
 * Betas#cosine} with T timesteps, up to where the table's betas are cut off.
 *
 * @param offset the paper's s, 0.008; at least 0
 * @param start where sampling ends, in (0, end)
 * @param end the noisiest time, below 1
 */
public record VpCosine(double offset, double start, double end) implements Vp {

  /** Checks the ranges given above. */
  public VpCosine {
    PathPreconditions.require(
        offset >= 0 && offset < Double.POSITIVE_INFINITY,
        format("offset %s of a cosine path: need at least 0, as 0.008", offset));
    PathPreconditions.require(
        end > 0 && end < 1, format("end %s of a cosine path: need 0 < end < 1", end));
    PathPreconditions.requireStart(start, end);
  }

  @Override
  public String name() {
    return format("vp cosine(%s)", offset);
  }

  @Override
  public double logAlpha(double t) {
    return Math.log(Math.cos(angle(t)) / Math.cos(angle(0)));
  }

  @Override
  public double logAlphaDot(double t) {
    return -Math.tan(angle(t)) * Math.PI / 2 / (1 + offset);
  }

  private double angle(double t) {
    return (t + offset) / (1 + offset) * Math.PI / 2;
  }
}
