package io.inkwash.solve;

import io.inkwash.denoise.PixelBins;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How bytes become real numbers before their density is measured. */
public enum Dequantization {
  /** They are taken as they are, each at the middle of its bin. No bound on anything. */
  NONE {
    @Override
    public Tensor spread(Tensor images, PixelBins bins, Rng stream, long first) {
      return images;
    }
  },
  /**
   * Each is put at random in its bin, which bounds the bytes' negative log-likelihood from above
   * (Uria et al. 2013; Theis et al. 2016, arXiv 1511.01844).
   */
  UNIFORM {
    @Override
    public Tensor spread(Tensor images, PixelBins bins, Rng stream, long first) {
      int count = Math.toIntExact(images.size(0));
      int size = Math.toIntExact(images.numel()) / count;
      double[] positions = new double[count * size];
      for (int k = 0; k < count; k++) {
        double[] uniforms = stream.stream("bins").at(first + k).uniforms(size);
        for (int i = 0; i < size; i++) {
          positions[k * size + i] = bins.step() * (uniforms[i] - 0.5);
        }
      }
      return images.to(ScalarType.Double).add(Tensors.of(positions, Tensors.shape(images)));
    }
  };

  /**
   * Spreads a batch over its bins.
   *
   * @param images [N,C,H,W] the numbers that stand for the bytes
   * @param bins the bytes' bins
   * @param stream of the random positions; image k's are a function of it and {@code first + k}
   * @param first the number of the batch's first image
   */
  public abstract Tensor spread(Tensor images, PixelBins bins, Rng stream, long first);
}
