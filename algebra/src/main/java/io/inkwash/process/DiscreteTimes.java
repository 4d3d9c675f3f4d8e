package io.inkwash.process;

/**
 * A path whose networks are trained at the whole times 1, 2, ..., T only. Data is at 0. Sampling
 * may visit times in between: see {@link GaussianPath#discrete()}.
 */
public interface DiscreteTimes extends GaussianPath {

  /** T, the number of timesteps. */
  int timesteps();

  @Override
  default double start() {
    return 1;
  }

  @Override
  default double end() {
    return timesteps();
  }

  @Override
  default boolean discrete() {
    return true;
  }

  /** The nearest of 1, ..., T; halves go to the even 0-based index, as other code rounds them. */
  @Override
  default double snap(double t) {
    return Math.min(Math.max(1 + Math.rint(t - 1), 1), timesteps());
  }

  @Override
  default double spread(double u) {
    return 1 + Math.floor(u * timesteps());
  }
}
