package io.inkwash.recipe.parts;

import static io.inkwash.format.Text.format;

import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.vdm.PixelPosterior;
import io.inkwash.prediction.InputScale;
import io.inkwash.prediction.NoiseLevelInput;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;

/**
 * What a network's output is.
 *
 * @param features channels for each channel of an image, of which the weights of its 256 values are
 *     made; 0 where the output is the target's own numbers
 */
public record NetworkOutput(int features) {

  /** The target's own numbers, one a pixel. */
  public static final NetworkOutput TARGET = new NetworkOutput(0);

  /** A weight of each value of a pixel. */
  static NetworkOutput pixelValues(int features) {
    if (features < 1) {
      throw new IllegalArgumentException(
          format("%d features; allowed: 1 or more, such as 32", features));
    }
    return new NetworkOutput(features);
  }

  /** Whether it is the weights of pixel values, whose mean is the estimate. */
  public boolean ofPixelValues() {
    return features > 0;
  }

  /** Channels of the network for each of the image's. */
  public int parts() {
    return Math.max(1, features);
  }

  /**
   * Refuses what does not go with the weights of pixel values.
   *
   * @throws IllegalArgumentException with the setting that does
   */
  public void check(GaussianPath path, Parameterization seen, Variance variance) {
    if (!ofPixelValues()) {
      return;
    }
    require(seen.target().equals(Targets.x0()), "is the clean image; use target x0");
    require(!variance.learned(), "gives no variance; use variance fixed-small");
    require(
        seen.inputScale().equals(InputScale.identity()),
        "reads the noisy image as it is; use scale identity");
    require(
        seen.noiseLevelInput().logSnrFactor().isPresent(),
        "reads the log-SNR; use noiseLevelInput log-sigma or log-snr");
    double middle =
        path.snap((path.start() + path.end()) / 2); // a straight flow's ends have it too
    for (double t : new double[] {path.start(), middle, path.end()}) {
      require(
          Math.abs(Math.hypot(path.alpha(t), path.sigma(t)) - 1) < 1e-6,
          "needs a path whose signal follows from its log-SNR; use log-snr, vp, linear-betas or"
              + " another whose variance is 1");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("output pixel-values " + otherwise);
    }
  }

  /** The network whose output is an image. */
  public Backbone around(Backbone denoiser, ImageSpec images, NoiseLevelInput level) {
    return ofPixelValues()
        ? new PixelPosterior(
            denoiser,
            images.channels(),
            features,
            images.range().low(),
            images.range().high(),
            level.logSnrFactor().orElseThrow())
        : denoiser;
  }
}
