package io.inkwash.solve;

import org.bytedeco.pytorch.Tensor;

/** Where a solver of an SDE takes the noise of a step from. */
public enum FreshNoise {
  /** A new draw each time. */
  INDEPENDENT {
    @Override
    public Tensor draw(Noise noise, double from, double to) {
      return noise.next();
    }
  },
  /**
   * The increment of one Brownian path, so that runs with more steps come closer to one solution of
   * the SDE, image by image (k-diffusion's BrownianTreeNoiseSampler).
   */
  BROWNIAN {
    @Override
    public Tensor draw(Noise noise, double from, double to) {
      return noise.between(from, to);
    }
  };

  /** Standard normal noise for the interval between two times of the path. */
  public abstract Tensor draw(Noise noise, double from, double to);
}
