package io.inkwash.time.training;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;

/**
 * Draws timesteps in proportion to {@code sqrt(E[loss^2])} over the last losses there, which gives
 * the bound's gradient its smallest variance (Nichol and Dhariwal 2021, arXiv 2102.09672, equation
 * 18).
 *
 * <p>Until every timestep has its full history the draw is uniform; a small share stays uniform
 * always. Importances undo the choice, so the expected loss is that of uniform times. The history
 * belongs to the {@link LossHistory} that {@link #start} makes.
 *
 * @param remembered losses kept for each timestep, at least 1: 10 as published
 * @param uniformShare probability spread evenly over all timesteps, in (0, 1]: 0.001 as published
 */
public record LossSecondMoment(int remembered, double uniformShare) implements TimeSampler {

  public LossSecondMoment {
    if (remembered < 1 || !(uniformShare > 0 && uniformShare <= 1)) {
      throw new IllegalArgumentException(
          format(
              "loss history of %d losses, uniform share %s; allowed: 1 or more, in (0, 1]",
              remembered, uniformShare));
    }
  }

  @Override
  public TimeBatch sample(GaussianPath path, double[] uniforms) {
    return start(path).sample(uniforms);
  }

  @Override
  public LossHistory start(GaussianPath path) {
    if (!path.discrete()) {
      throw new IllegalArgumentException(
          format(
              "loss history on %s: it is kept for each timestep; use a discrete path, or uniform times",
              path.name()));
    }
    return new LossHistory((int) path.end(), remembered, uniformShare);
  }
}
