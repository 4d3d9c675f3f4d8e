package io.inkwash.time;

import io.inkwash.process.GaussianPath;

/**
 * Noise levels {@code sigma / alpha} whose arc tangents are evenly spaced: "kl_optimal" of ComfyUI
 * and the AUTOMATIC1111 web UI, the closed form of Sabour et al. 2024 (arXiv 2404.14507) for normal
 * data of standard deviation 1. On a cosine path these are evenly spaced times.
 */
public record KlOptimal() implements TimeGrid {

  @Override
  public String name() {
    return "kl-optimal";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    double low = Math.atan(path.noiseRatio(path.start()));
    double high = Math.atan(path.noiseRatio(path.end()));
    return GridRules.levels(
        this,
        path,
        steps,
        k -> {
          double fraction = GridRules.fraction(k, steps);
          return fraction == 0
              ? Double.POSITIVE_INFINITY
              : fraction == 1 ? 0 : Math.tan(high + fraction * (low - high));
        });
  }
}
