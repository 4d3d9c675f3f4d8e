package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import io.inkwash.process.GaussianPath;
import org.bytedeco.pytorch.Tensor;

/**
 * Guidance in an interval of noise levels only: at high noise it costs diversity, at low noise it
 * is unneeded (Kynkaanniemi et al. 2024, arXiv 2404.07724, equation 6).
 *
 * @param guided the denoiser within the interval
 * @param plain the denoiser outside, which is evaluated alone there
 * @param path the process
 * @param sigmaFrom the level {@code sigma / alpha} above which guidance acts, at least 0: 0.28 for
 *     the paper's EDM2-S
 * @param sigmaTo the level up to which it acts: 2.90 there
 */
public record NoiseInterval(
    Denoiser guided, Denoiser plain, GaussianPath path, double sigmaFrom, double sigmaTo)
    implements Denoiser {

  /** Checks that the levels rise. */
  public NoiseInterval {
    if (!(sigmaFrom >= 0 && sigmaFrom < sigmaTo)) {
      throw new IllegalArgumentException(
          format(
              "guidance at noise levels from %s to %s; allowed: 0 or more, rising",
              sigmaFrom, sigmaTo));
    }
  }

  @Override
  public Denoised denoise(Tensor x, double t) {
    double level = path.noiseRatio(t);
    return (sigmaFrom < level && level <= sigmaTo ? guided : plain).denoise(x, t);
  }

  @Override
  public boolean learnedVariance() {
    return plain.learnedVariance();
  }
}
