package io.inkwash.objective;

import io.inkwash.denoise.Divergence;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.prediction.Conversion;
import io.inkwash.prediction.Parameterization;
import io.inkwash.prediction.Target;
import io.inkwash.prediction.Targets;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weighting;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Score matching that needs the noisy images only, not the noise in them:
 *
 * <pre>
 * L = E[ w(t) ( |s(x_t, t)|^2 + 2 div s(x_t, t) ) ]
 * </pre>
 *
 * <p>With the exact divergence it is Hyvarinen's objective (2005), for few dimensions; along random
 * directions it is sliced score matching with the variance reduced (Song et al. 2019, arXiv
 * 1905.07088, equation 8). Both are averaged over pixels. Weights are those of the score, so that
 * the expected loss is {@link DenoisingObjective}'s with the same weighting, less a constant:
 * {@code w(t) / sigma(t)^2}, which is 1 for the simple weighting. It can be negative.
 *
 * @param path the forward process
 * @param parameterization what the network predicts, read as the score, and how it sees the process
 * @param weighting the weight of each noise level
 * @param divergence how the divergence is found
 * @param times where the noise levels come from
 */
public record ImplicitScoreMatching(
    GaussianPath path,
    Parameterization parameterization,
    Weighting weighting,
    Divergence divergence,
    TimeSampler times)
    implements TimedObjective {

  /** Score matching along one random direction of signs. */
  public static ImplicitScoreMatching sliced(
      GaussianPath path,
      Parameterization parameterization,
      Weighting weighting,
      TimeSampler times) {
    return new ImplicitScoreMatching(
        path, parameterization, weighting, Divergence.rademacher(1), times);
  }

  /** Score matching with the trace of the Jacobian. */
  public static ImplicitScoreMatching exact(
      GaussianPath path,
      Parameterization parameterization,
      Weighting weighting,
      TimeSampler times) {
    return new ImplicitScoreMatching(path, parameterization, weighting, Divergence.exact(), times);
  }

  @Override
  public Tensor perImage(Diffused drawn, Backbone network, Conditioning conditioning, Rng key) {
    Diffused batch = drawn.at(drawn.xt().detach().requires_grad_(true));
    Tensor score = score(batch, batch.output(network, parameterization, conditioning, 1));

    Tensor[] directions =
        divergence.directions(key.stream("directions"), 0, Tensors.shape(batch.x0()));
    Tensor trace = divergence.of(score, batch.xt(), directions);
    double pixels = (double) batch.x0().numel() / batch.x0().size(0);
    Tensor perImage = score.square().mean(1, 2, 3).add(trace.mul(new Scalar(2 / pixels)));
    Target target = Targets.score();
    return perImage.mul(batch.row(t -> weighting.onTarget(path, t, target)));
  }

  private Tensor score(Diffused batch, Tensor output) {
    return batch
        .xt()
        .mul(batch.column(t -> toScore(t).xCoefficient()))
        .add(output.mul(batch.column(t -> toScore(t).yCoefficient())));
  }

  private Conversion toScore(double t) {
    return parameterization.target().to(Targets.score(), path, t);
  }
}
