package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Decoder;
import io.inkwash.denoise.Variance;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * L_simple for what the network predicts, and a little of the bound for the variance that it learns
 * (Nichol and Dhariwal 2021, arXiv 2102.09672, equation 16):
 *
 * <pre>
 * L_hybrid = L_simple + lambda L_vlb,   L_vlb = T E_t[ L_t ]
 * </pre>
 *
 * <p>Inside L_vlb the prediction is a constant: no gradient of the bound reaches it. Only the
 * variance's channels learn from the bound. L_t is in bits/dim, so lambda 0.001 is the published
 * code's factor T / 1000 ("rescaled" there); {@code 1 / T} is the same code without that factor.
 *
 * @param simple the prediction's objective, with its path and times
 * @param variance one of the learned kinds
 * @param decoder what the last step makes of the data: for pixels, their bins
 * @param lambda the bound's share, 0.001 as published
 */
public record HybridVlb(
    DenoisingObjective simple, Variance variance, Decoder decoder, double lambda)
    implements TimedObjective {

  /** The published share of the bound. */
  public static final double LAMBDA = 0.001;

  /**
   * Refuses a fixed variance, which has nothing to learn from the bound.
   *
   * @throws IllegalArgumentException if the variance is fixed, lambda is not positive, or the path
   *     has no timesteps
   */
  public HybridVlb {
    if (!variance.learned()) {
      throw new IllegalArgumentException(
          "hybrid bound with a fixed variance; allowed: a learned one, since the bound teaches"
              + " nothing else; use the denoising objective");
    }
    if (!(lambda > 0 && Double.isFinite(lambda))) {
      throw new IllegalArgumentException(
          format("lambda is %s; allowed: more than 0, 0.001 as published", lambda));
    }
    new Vlb(simple.path(), simple.parameterization(), variance, decoder, simple.times());
  }

  @Override
  public GaussianPath path() {
    return simple.path();
  }

  @Override
  public TimeSampler times() {
    return simple.times();
  }

  @Override
  public Tensor perImage(Diffused batch, Backbone network, Conditioning conditioning, Rng key) {
    Tensor output = batch.output(network, simple.parameterization(), conditioning, 2);
    long channels = batch.x0().size(1);
    Tensor prediction = output.narrow(1, 0, channels);
    Tensor second = output.narrow(1, channels, channels);
    Tensor bound = vlb().terms(batch, prediction.detach(), second);
    double share = lambda * simple.path().end();
    return simple.perImage(batch, prediction).add(bound.mul(new Scalar(share)));
  }

  private Vlb vlb() {
    return new Vlb(simple.path(), simple.parameterization(), variance, decoder, simple.times());
  }
}
