package io.inkwash.time;

import io.inkwash.process.GaussianPath;
import java.util.Arrays;

/**
 * Noise levels {@code sigma / alpha} that were optimized for ten steps of one model, and between
 * them levels in geometric progression (Sabour et al. 2024, "Align Your Steps", arXiv 2404.14507).
 *
 * <p>With the smallest level, which is not visited, the published lists have eleven. On another
 * model's path they are cut to its range.
 *
 * @param model the model whose levels are taken
 */
public record AlignYourSteps(Model model) implements TimeGrid {

  /** The models of the paper. */
  public enum Model {
    /** Of Stable Diffusion 1.5. */
    SD1(
        14.6146412293,
        6.4745760956,
        3.8636745985,
        2.6946151520,
        1.8841921177,
        1.3943805092,
        0.9642583904,
        0.6523686016,
        0.3977456272,
        0.1515232662,
        0.0291671582),
    /** Of Stable Diffusion XL. */
    SDXL(
        14.6146412293,
        6.3184485287,
        3.7681790315,
        2.1811480769,
        1.3405244945,
        0.8620721141,
        0.5550693289,
        0.3798540708,
        0.2332364134,
        0.1114188177,
        0.0291671582),
    /** Of Stable Video Diffusion. */
    SVD(700.00, 54.5, 15.886, 7.977, 4.248, 1.789, 0.981, 0.403, 0.173, 0.034, 0.002);

    @SuppressWarnings("ImmutableEnumChecker") // never changed, never handed out
    private final double[] logLevels;

    Model(double... levels) {
      logLevels = Arrays.stream(levels).map(Math::log).toArray();
    }

    /** The level at a fraction of the list, from 0 to below 1. */
    private double level(double fraction) {
      double position = fraction * (logLevels.length - 1);
      int below = (int) position;
      double part = position - below;
      return Math.exp(logLevels[below] + part * (logLevels[below + 1] - logLevels[below]));
    }
  }

  @Override
  public String name() {
    return "align-your-steps";
  }

  @Override
  public double[] times(GaussianPath path, int steps) {
    return GridRules.levels(this, path, steps, k -> model.level((double) k / steps));
  }
}
