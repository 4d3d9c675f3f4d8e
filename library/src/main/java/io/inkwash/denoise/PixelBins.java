package io.inkwash.denoise;

import static io.inkwash.format.Text.format;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The 256 values of a pixel as intervals of real numbers, each reaching half a step to both sides
 * of its value and the two outermost without end: the discretized Gaussian decoder (Ho et al. 2020,
 * equation 13).
 *
 * <p>Probabilities below 1e-12 count as 1e-12, as in published code.
 *
 * @param low the number that stands for byte 0
 * @param high the number that stands for byte 255
 * @param cdf how the normal distribution function is computed
 */
public record PixelBins(double low, double high, Cdf cdf) implements Decoder {
  private static final double LEAST = 1e-12;

  /** The standard normal distribution function. */
  public enum Cdf {
    /** To rounding. */
    EXACT {
      @Override
      Tensor at(Tensor z) {
        return torch.special_ndtr(z);
      }
    },
    /** By way of tanh, within 3e-4: what the code of DDPM and Improved DDPM uses (Page 1977). */
    TANH {
      @Override
      Tensor at(Tensor z) {
        Tensor cubic = z.mul(z).mul(z).mul(new Scalar(0.044715)).add(z);
        Tensor half = cubic.mul(new Scalar(Math.sqrt(2 / Math.PI))).tanh();
        return half.add(new Scalar(1.0)).mul(new Scalar(0.5));
      }
    };

    abstract Tensor at(Tensor z);
  }

  /** Checks that the range rises. */
  public PixelBins {
    if (!(low < high && Double.isFinite(high - low))) {
      throw new IllegalArgumentException(
          format(
              "pixels from %s to %s; allowed: a finite range that rises, such as -1 to 1",
              low, high));
    }
  }

  /** Bins with the exact distribution function. */
  public static PixelBins of(double low, double high) {
    return new PixelBins(low, high, Cdf.EXACT);
  }

  /** The width of a bin, {@code (high - low) / 255}. */
  public double step() {
    return (high - low) / 255;
  }

  /**
   * What is added to bits/dim of a density to make them bits/dim of bytes: {@code -log2(step)},
   * 6.994 for [-1, 1] and 7.994 for [0, 1]. Code that spreads bytes over 256 bins of the range has
   * 7 and 8.
   */
  public double bits() {
    return -Math.log(step()) / Math.log(2);
  }

  @Override
  public Tensor logLikelihood(Tensor x0, Normal last) {
    Tensor centerd = x0.sub(last.mean());
    Tensor scale = last.logVariance().mul(new Scalar(-0.5)).exp();
    double half = 0.5 * step();
    Tensor below = cdf.at(centerd.add(new Scalar(half)).mul(scale));
    Tensor outside = cdf.at(centerd.sub(new Scalar(half)).mul(scale));
    Tensor inside = below.sub(outside);
    Tensor aboveLast = outside.neg().add(new Scalar(1.0));
    Tensor upper = torch.where(x0.ge(new Scalar(high - half)), aboveLast, inside);
    Tensor share = torch.where(x0.le(new Scalar(low + half)), below, upper);
    return share.clamp_min(new Scalar(LEAST)).log();
  }
}
