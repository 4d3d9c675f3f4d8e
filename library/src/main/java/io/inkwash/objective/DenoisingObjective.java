package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import io.inkwash.weighting.Weighting;
import org.bytedeco.pytorch.Tensor;

/**
 * Weighted squared error of the network's output against its target:
 *
 * <pre>
 * x_t = alpha(t) x0 + sigma(t) eps,   L = E[ w(t) |f(x_t, t) - (a(t) x0 + b(t) eps)|^2 ]
 * </pre>
 *
 * <p>With the noise target and weight 1 it is DDPM's L_simple (Ho et al. 2020, equation 14). With
 * the score target and the simple weighting it is denoising score matching with NCSN's lambda =
 * sigma^2 (Vincent 2011; Song and Ermon 2019, arXiv 1907.05600, equation 6). The square is averaged
 * over pixels.
 *
 * @param path the forward process
 * @param parameterization what the network predicts and how it sees the process
 * @param weighting the weight of each noise level
 * @param times where the noise levels come from
 * @param limits what the estimates are limited to
 */
public record DenoisingObjective(
    GaussianPath path,
    Parameterization parameterization,
    Weighting weighting,
    TimeSampler times,
    EstimateLimits limits)
    implements TimedObjective {

  /** Without limits. */
  public DenoisingObjective(
      GaussianPath path,
      Parameterization parameterization,
      Weighting weighting,
      TimeSampler times) {
    this(path, parameterization, weighting, times, EstimateLimits.NONE);
  }

  /** The same, with its estimates limited. */
  public DenoisingObjective within(EstimateLimits range) {
    return new DenoisingObjective(path, parameterization, weighting, times, range);
  }

  @Override
  public boolean limitsEstimates() {
    return limits.any();
  }

  /** [N,C,H,W] the model's estimate of the clean images. */
  Tensor estimate(Diffused batch, Backbone network, Conditioning conditioning) {
    return limits.estimate(batch.estimate(network, parameterization, conditioning));
  }

  @Override
  public Tensor perImage(Diffused batch, Backbone network, Conditioning conditioning, Rng key) {
    return perImage(batch, batch.output(network, parameterization, conditioning, 1));
  }

  /** [N] the weighted error of the network's output. */
  Tensor perImage(Diffused batch, Tensor output) {
    Target target = parameterization.target();
    Tensor limited = limits.output(batch, target, output);
    Tensor squared = limited.sub(batch.target(target)).square().mean(1, 2, 3);
    return squared.mul(batch.row(t -> weighting.onTarget(path, t, target)));
  }
}
