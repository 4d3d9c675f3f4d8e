package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Decoder;
import io.inkwash.denoise.Normal;
import io.inkwash.denoise.Variance;
import io.inkwash.denoise.VarianceRange;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The variational bound itself, in bits/dim, of which each image gives one term (Ho et al. 2020,
 * equation 5):
 *
 * <pre>
 * L = T E_t[ L_t ],  L_t = KL( q(x_{t-1} | x_t, x0) || p(x_{t-1} | x_t) ),  L_1 = -log p(x0 | x_1)
 * </pre>
 *
 * <p>The term of the prior has nothing to learn and is left out. L_t is averaged over pixels. The
 * bound's terms differ by orders of magnitude, so times are best drawn by the second moment of the
 * losses (Nichol and Dhariwal 2021, arXiv 2102.09672, section 3.3).
 *
 * @param path the forward process, a table of two or more timesteps
 * @param parameterization what the network predicts and how it sees the process
 * @param variance of the reverse step; where it is learned, the network has twice the channels
 * @param decoder what the last step makes of the data: for pixels, their bins
 * @param times where the timesteps come from
 */
public record Vlb(
    GaussianPath path,
    Parameterization parameterization,
    Variance variance,
    Decoder decoder,
    TimeSampler times)
    implements TimedObjective {

  /** Refuses a path without timesteps. */
  public Vlb {
    if (!(path.discrete() && path.end() >= 2)) {
      throw new IllegalArgumentException(
          format(
                  "variational bound on %s: its terms are steps between timesteps; use a discrete path of",
                  path.name())
              + " two or more, or the weighting vlb");
    }
  }

  @Override
  public Tensor perImage(Diffused batch, Backbone network, Conditioning conditioning, Rng key) {
    int parts = variance.learned() ? 2 : 1;
    Tensor output = batch.output(network, parameterization, conditioning, parts);
    long channels = batch.x0().size(1);
    Tensor mean = output.narrow(1, 0, channels);
    Tensor second = output.narrow(1, (parts - 1) * channels, channels);
    return terms(batch, mean, second).mul(new Scalar(path.end()));
  }

  /**
   * L_t of each image, in bits/dim.
   *
   * @param batch the images
   * @param output [N,C,H,W] what the network predicts of the target
   * @param second [N,C,H,W] what it predicts of the variance; not used where that is fixed
   * @return [N]
   */
  Tensor terms(Diffused batch, Tensor output, Tensor second) {
    Tensor small = batch.column(t -> VarianceRange.below(path, t).small());
    Tensor large = batch.column(t -> large(VarianceRange.below(path, t)));
    Tensor logVariance = variance.logVariance(second.to(small.scalar_type()), small, large);

    Tensor estimate = x0(batch, output.to(small.scalar_type()));
    Normal truth = new Normal(mean(batch, batch.x0()), small);
    Normal model = new Normal(mean(batch, estimate), logVariance);
    Tensor decoded = decoder.logLikelihood(batch.x0(), model).neg();
    Tensor first = batch.column(t -> t).le(new Scalar(1.0));
    Tensor nats = torch.where(first, decoded, truth.divergence(model));
    return nats.mean(1, 2, 3).div(new Scalar(Math.log(2)));
  }

  private double large(VarianceRange range) {
    return variance.learned() ? range.large() : range.fixedLarge();
  }

  private Tensor x0(Diffused batch, Tensor output) {
    return mix(batch, t -> toX0(t).xCoefficient(), t -> toX0(t).yCoefficient(), output);
  }

  private Conversion toX0(double t) {
    return parameterization.target().toX0(path, t);
  }

  /** The mean of q(x_{t-1} | x_t, x0). */
  private Tensor mean(Diffused batch, Tensor x0) {
    return mix(
        batch,
        t -> path.posterior(t, t - 1).xCoefficient(),
        t -> path.posterior(t, t - 1).x0Coefficient(),
        x0);
  }

  private static Tensor mix(
      Diffused batch, DoubleUnaryOperator onX, DoubleUnaryOperator onY, Tensor y) {
    return batch.xt().mul(batch.column(onX)).add(y.mul(batch.column(onY)));
  }
}
