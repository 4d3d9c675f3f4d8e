package io.inkwash.examples.gaussian;

import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.PixelBins;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ObjectiveState;
import io.inkwash.solve.Dequantization;
import io.inkwash.solve.Likelihood;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The negative log-likelihood of images in bits/dim: what training minimizes and what an evaluation
 * measures. Bytes are spread uniformly over their bins, so it bounds that of the bytes from above
 * (Theis et al. 2016, arXiv 1511.01844).
 *
 * @param data the form of the images
 */
record GaussianBits(ImageSpec data) implements Objective<GaussianNet> {

  @Override
  public ObjectiveState<GaussianNet> start() {
    return (network, x0, conditioning, context) -> {
      Tensor bits = density(network, x0, context.key(), 0).add(new Scalar(bins().bits()));
      return new LossTerms(bits.mean(), bits.detach(), losses -> {});
    };
  }

  /** The likelihood of a batch [N,C,H,W]; image k's randomness is of {@code first + k}. */
  Likelihood of(GaussianNet network, Tensor images, Rng key, long first) {
    try (Grad off = Grad.off()) {
      double[] density = Tensors.toDoubles(density(network, images, key, first));
      double[] width = new double[density.length];
      Arrays.fill(width, bins().bits());
      return new Likelihood(
          "exact density, uniform dequantization",
          List.of(
              new Likelihood.Term("density", 0, density), new Likelihood.Term("bins", 0, width)));
    }
  }

  /** [N] bits/dim of the images as real numbers. */
  private Tensor density(GaussianNet network, Tensor images, Rng key, long first) {
    Tensor spread = Dequantization.UNIFORM.spread(images, bins(), key, first);
    Tensor nats = network.logDensity(spread.to(ScalarType.Float).flatten(1, -1));
    return nats.mul(new Scalar(-1 / (data.shape().size() * Math.log(2))));
  }

  private PixelBins bins() {
    PixelRange range = data.range();
    return PixelBins.of(range.low(), range.high());
  }
}
