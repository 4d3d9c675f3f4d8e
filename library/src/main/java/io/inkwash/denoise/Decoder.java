package io.inkwash.denoise;

import org.bytedeco.pytorch.Tensor;

/** How the last reverse step, a normal distribution, becomes a probability of the data. */
@FunctionalInterface
public interface Decoder {

  /**
   * Natural log of what the data are given, pixel by pixel.
   *
   * @param x0 [N,C,H,W] the data
   * @param last what the model's last step says of them
   */
  Tensor logLikelihood(Tensor x0, Normal last);

  /** The density itself, for data that are real numbers; the bound is then one of log-density. */
  static Decoder density() {
    return new Density();
  }

  /** See {@link Decoder#density()}. */
  record Density() implements Decoder {
    @Override
    public Tensor logLikelihood(Tensor x0, Normal last) {
      return last.logDensity(x0);
    }
  }
}
