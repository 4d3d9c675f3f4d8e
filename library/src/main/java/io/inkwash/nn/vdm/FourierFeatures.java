package io.inkwash.nn.vdm;

import static io.inkwash.format.Text.format;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A denoiser that sees, beside each channel of the noisy image, its sines and cosines at
 * frequencies so high that differences of one byte are large (Kingma et al. 2021, arXiv 2107.00630,
 * appendix C):
 *
 * <pre>
 * sin(2^n pi z), cos(2^n pi z)   for each n,   z = 2 (byte + 1/2) / 256 - 1
 * </pre>
 *
 * <p>The channels follow the image's: sines, then cosines, of the first n, then of the next.
 * Parameters: {@code denoiser}.
 */
public final class FourierFeatures extends DenoiserWrapper {

  /**
   * Which frequencies.
   *
   * @param exponents the n, each in [0, 10], rising: with 8 a period is one byte, with 7 it is two;
   *     none for the image alone
   */
  public record Config(List<Integer> exponents) {
    public Config {
      exponents = List.copyOf(exponents);
      int before = -1;
      for (int n : exponents) {
        if (n <= before || n > 10) {
          throw new IllegalArgumentException(
              format(
                  "Fourier features of exponents %s; allowed: rising numbers from 0 to 10, such as"
                      + " 7:8",
                  exponents));
        }
        before = n;
      }
    }

    /** Channels that the denoiser inside sees for so many of the image. */
    public int channels(int image) {
      return image * (1 + 2 * exponents.size());
    }

    /**
     * A denoiser with these features.
     *
     * @param low the number that stands for byte 0
     * @param high the number that stands for byte 255
     */
    public Backbone around(Backbone denoiser, double low, double high) {
      return exponents.isEmpty() ? denoiser : new FourierFeatures(this, low, high, denoiser);
    }
  }

  private final Config config;
  private final double scale;
  private final double shift;
  private final Backbone denoiser;

  private FourierFeatures(Config config, double low, double high, Backbone denoiser) {
    this.config = config;
    scale = 2.0 * 255 / (256 * (high - low));
    shift = 1.0 / 256 - 1 - low * scale;
    this.denoiser = child("denoiser", denoiser);
  }

  @Override
  Backbone denoiser() {
    return denoiser;
  }

  @Override
  public Tensor forward(Tensor x, Tensor noiseLevel, Conditioning conditioning) {
    return denoiser.forward(features(x), noiseLevel, conditioning);
  }

  /** [N, C (1 + 2 frequencies), H, W]. */
  Tensor features(Tensor x) {
    Tensor z = x.mul(new Scalar(scale)).add_(new Scalar(shift));
    Tensor[] channels = new Tensor[1 + 2 * config.exponents.size()];
    channels[0] = x;
    int next = 1;
    for (int n : config.exponents) {
      Tensor angle = z.mul(new Scalar(Math.scalb(Math.PI, n)));
      channels[next++] = angle.sin();
      channels[next++] = angle.cos();
    }
    return Tensors.cat(1, channels);
  }
}
