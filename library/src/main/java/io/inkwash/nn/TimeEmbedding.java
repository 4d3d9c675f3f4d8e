package io.inkwash.nn;

import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** The sinusoidal embedding of a noise level (Vaswani et al. 2017, section 3.5). */
public final class TimeEmbedding {
  private TimeEmbedding() {}

  /**
   * Sines then cosines at geometrically falling frequencies, from 1 down to 1/10000 included.
   *
   * @param noiseLevel [N] float32
   * @param width the embedding's width, even and at least 4
   * @return [N, width]
   */
  public static Tensor sinusoidal(Tensor noiseLevel, int width) {
    int half = width / 2;
    float[] frequencies = new float[half];
    float rate = (float) (-Math.log(10000) / (half - 1));
    for (int i = 0; i < half; i++) {
      frequencies[i] = (float) Math.exp(i * rate);
    }
    Tensor angles = noiseLevel.unsqueeze(1).mul(Tensors.of(frequencies, 1, half));
    return Tensors.cat(1, angles.sin(), angles.cos());
  }

  /**
   * Cosines then sines, at frequencies from 1 down to 1/10000 excluded: the order and the ladder of
   * Improved DDPM's networks and their descendants.
   *
   * @param noiseLevel [N] float32
   * @param width the embedding's width, even
   * @return [N, width]
   */
  public static Tensor cosinesFirst(Tensor noiseLevel, int width) {
    int half = width / 2;
    float[] frequencies = new float[half];
    for (int i = 0; i < half; i++) {
      frequencies[i] = (float) Math.exp(-Math.log(10000) * i / half);
    }
    Tensor angles = noiseLevel.unsqueeze(1).mul(Tensors.of(frequencies, 1, half));
    return Tensors.cat(1, angles.cos(), angles.sin());
  }
}
