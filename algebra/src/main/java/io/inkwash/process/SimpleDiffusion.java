package io.inkwash.process;

import static io.inkwash.format.Text.format;

/**
 * The cosine path of simple diffusion, with more noise for larger images (Hoogeboom et al. 2023,
 * arXiv 2301.11093, sections 3.1 and 3.2): {@code logSNR(t) = -2 ln tan(pi t / 2) + 2 ln(noise(t) /
 * imageSize)}.
 *
 * <p>The paper's shifted schedule has one size for the noise. Its interpolated one leaves the
 * cosine as it is near the data and shifts it near pure noise: {@code ln noise(t) = (1 - t) ln
 * noiseFrom + t ln noiseTo}.
 *
 * @param imageSize height or width of the images in pixels, positive
 * @param noiseFrom the image size at t = 0 for which the cosine is right: imageSize for the
 *     interpolated schedule, noiseTo for the shifted one
 * @param noiseTo the same at t = 1: 32 or 64; less than 23 times noiseFrom, so that the SNR falls
 * @param start where sampling ends, in (0, end)
 * @param end the noisiest time, below 1
 */
public record SimpleDiffusion(
    double imageSize, double noiseFrom, double noiseTo, double start, double end) implements Vp {

  /** The log-SNR at which the paper cuts its schedules, at both ends. */
  private static final double LARGEST_LOG_SNR = 15;

  /** Checks the ranges given above. */
  public SimpleDiffusion {
    PathPreconditions.require(
        imageSize > 0 && noiseFrom > 0 && noiseTo > 0 && imageSize < Double.POSITIVE_INFINITY,
        format(
            "simple diffusion for images of %s with noise of %s to %s: need positive sizes",
            imageSize, noiseFrom, noiseTo));
    PathPreconditions.require(
        Math.log(noiseTo / noiseFrom) < Math.PI,
        format(
            "simple diffusion with noise of %s to %s: need less than 23 times the first",
            noiseFrom, noiseTo));
    PathPreconditions.require(
        end > 0 && end < 1, format("end %s of a cosine path: need 0 < end < 1", end));
    PathPreconditions.requireStart(start, end);
  }

  /** The path for images of a size, cut where its log-SNR is 15 and -15, as in the paper. */
  public static SimpleDiffusion of(double imageSize, double noiseFrom, double noiseTo) {
    SimpleDiffusion whole =
        new SimpleDiffusion(imageSize, noiseFrom, noiseTo, Double.MIN_NORMAL, Math.nextDown(1.0));
    return new SimpleDiffusion(
        imageSize,
        noiseFrom,
        noiseTo,
        whole.timeAtLogSnr(LARGEST_LOG_SNR),
        whole.timeAtLogSnr(-LARGEST_LOG_SNR));
  }

  @Override
  public String name() {
    return format("simple diffusion(%s, %s, %s)", imageSize, noiseFrom, noiseTo);
  }

  @Override
  public double logSnr(double t) {
    double shift = (1 - t) * Math.log(noiseFrom) + t * Math.log(noiseTo) - Math.log(imageSize);
    return 2 * (shift - Math.log(Math.tan(Math.PI * t / 2)));
  }

  @Override
  public double logAlpha(double t) {
    return -0.5 * Math.log1p(Math.exp(-logSnr(t)));
  }

  @Override
  public double logAlphaDot(double t) {
    double slope = 2 * (Math.log(noiseTo / noiseFrom) - Math.PI / Math.sin(Math.PI * t));
    return 0.5 * slope / (1 + Math.exp(logSnr(t)));
  }
}
