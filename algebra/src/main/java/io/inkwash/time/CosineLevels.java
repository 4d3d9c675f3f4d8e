package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} on half a cosine of the square root of the step: "cosine" of
 * the web UIs for Stable Diffusion.
 */
public record CosineLevels() implements TimeGrid {

  @Override
  public String name() {
    return "cosine";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levelsBetween(
        this,
        path,
        steps,
        (fraction, low, high) ->
            low + 0.5 * (high - low) * (1 - Math.cos(Math.PI * (1 - Math.sqrt(fraction)))));
  }
}
