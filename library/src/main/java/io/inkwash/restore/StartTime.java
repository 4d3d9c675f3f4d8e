package io.inkwash.restore;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The time at which a given image joins a path.
 *
 * <p>A noisy image joins where the path is as noisy, scaled as the path scales: from there a
 * stochastic solver draws from the true posterior, and one evaluation of the model is its mean. A
 * clean image joins with noise added and comes back changed: SDEdit (Meng et al. 2022, arXiv
 * 2108.01073).
 *
 * @param path the process
 * @param time above 0, up to the path's end; on a table it may lie between timesteps
 */
public record StartTime(GaussianPath path, double time) {

  /** Checks that there is noise. */
  public StartTime {
    if (!(time > 0 && time <= path.end())) {
      throw new IllegalArgumentException(
          format(
              "a start on %s at t = %s; allowed: above 0, up to %s",
              path.name(), time, path.end()));
    }
  }

  /**
   * Where the path has a noise level, {@code sigma(t) / alpha(t)}. For a level below the path's
   * least it is where that is.
   *
   * @param sigma the standard deviation of an image's noise, in pixel units
   */
  public static StartTime atNoise(GaussianPath path, double sigma) {
    double highest = path.noiseRatio(path.end());
    if (!(sigma > 0 && sigma <= highest)) {
      throw new IllegalArgumentException(
          format(
              "noise of level %s on %s; allowed: above 0, up to %s", sigma, path.name(), highest));
    }
    return new StartTime(path, Math.max(path.start(), path.timeAtNoiseRatio(sigma)));
  }

  /**
   * Where a share of a grid's steps is left: SDEdit's strength.
   *
   * @param strength 1 for all steps, which keeps nothing of the image, towards 0 for fewer
   * @param times the grid, from the noisiest time to 0
   */
  public static StartTime atStrength(GaussianPath path, double strength, double... times) {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException(
          "strength of an edit is " + strength + "; allowed: above 0 (keep all) to 1 (keep none)");
    }
    int steps = times.length - 1;
    int taken = Math.max(1, (int) Math.round(strength * steps));
    return new StartTime(path, times[steps - taken]);
  }

  /** The rest of a grid from here on: this time, then those below. */
  public double[] times(double... grid) {
    return DoubleStream.concat(
            DoubleStream.of(time), Arrays.stream(grid).filter(below -> below < time))
        .toArray();
  }

  /** The state of images that have the path's noise here already: {@code alpha y}. */
  public Tensor ofNoisy(Tensor y) {
    return y.mul(new Scalar(path.alpha(time)));
  }

  /** The state of clean images, with fresh noise: {@code alpha x0 + sigma eps}. */
  public Tensor ofClean(Tensor x0, Noise noise) {
    return Tensors.combine(path.alpha(time), x0, path.sigma(time), noise.next());
  }

  /** The expected clean images behind noisy ones: the least squared error that there is. */
  public Tensor mean(Tensor y, Denoiser denoiser) {
    return denoiser.denoise(ofNoisy(y), time).x0();
  }
}
