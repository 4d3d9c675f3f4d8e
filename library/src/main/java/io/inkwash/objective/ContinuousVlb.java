package io.inkwash.objective;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Normal;
import io.inkwash.denoise.PixelBins;
import io.inkwash.denoise.PixelValues;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.nn.LearnedPath;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeBatch;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import io.inkwash.weighting.Weightings;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The variational bound of infinitely many steps, in bits/dim (Kingma et al. 2021, arXiv
 * 2107.00630, sections 3.5 and 5), each image at one time:
 *
 * <pre>
 * L = KL(q(z_1|x) || p(z_1)) + 1/2 E_t[ -logSnr'(t) |eps - eps_hat(z_t, t)|^2 ] - log p(x|z_0)
 * </pre>
 *
 * <p>Where the network has a {@link LearnedPath}, the bound is that of the path as it is now, and
 * {@link PathGradient} says how the path follows.
 *
 * @param model how the network sees the process, the times, and what its estimates are limited to;
 *     its path, which is where a learned one begins, has no timesteps, and its weighting does not
 *     count
 * @param bins the bytes of the images
 */
public record ContinuousVlb(DenoisingObjective model, PixelBins bins)
    implements Objective<Backbone> {

  /** Refuses a path of timesteps. */
  public ContinuousVlb {
    GaussianPath path = model.path();
    if (path.discrete() || !path.signalAtEnd()) {
      throw new IllegalArgumentException(
          format(
              "bound of infinitely many steps on %s; allowed: a path without timesteps and with"
                  + " signal at its end, such as log-snr, or objective vlb",
              path.name()));
    }
  }

  @Override
  public ObjectiveState<Backbone> start() {
    return new State(model.times().start(model.path()));
  }

  @Override
  public boolean trainsPath() {
    return true;
  }

  @Override
  public boolean limitsEstimates() {
    return model.limitsEstimates();
  }

  private final class State implements TimesState {
    private final TimeSamplerState times;

    State(TimeSamplerState times) {
      this.times = times;
    }

    @Override
    public TimeSamplerState times() {
      return times;
    }

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      Rng key = context.key();
      DrawnTimes drawn = DrawnTimes.of(times, Math.toIntExact(x0.size(0)), key);
      Optional<LearnedPath> learned = network.learnedPath();
      GaussianPath now = learned.<GaussianPath>map(LearnedPath::path).orElse(model.path());
      Diffused batch = Diffused.draw(now, carried(drawn.own(), now), x0, key);
      Tensor diffusion = diffusion(batch, network, conditioning);
      Tensor rest = rest(now, learned, x0, key);
      Tensor total = batch.loss(diffusion, losses -> {}).total().add(rest.mean());
      Tensor gradient =
          learned
              .map(each -> new PathGradient(each, batch, Tensors.toDoubles(diffusion)).tensor())
              .orElse(total);
      return new LossTerms(
          total.add(gradient.sub(gradient.detach())),
          diffusion.add(rest).detach(),
          losses -> times.observe(drawn.all().t(), losses));
    }
  }

  /** Times of the path that training began with as those of the path now. */
  private TimeBatch carried(TimeBatch drawn, GaussianPath now) {
    GaussianPath path = model.path();
    double length = path.end() - path.start();
    return new TimeBatch(
        Arrays.stream(drawn.t()).map(t -> now.spread((t - path.start()) / length)).toArray(),
        drawn.importance());
  }

  /** [N] the integral's integrand, in bits/dim. */
  private Tensor diffusion(Diffused batch, Backbone network, Conditioning conditioning) {
    GaussianPath now = batch.path();
    Tensor estimate = model.estimate(batch, network, conditioning);
    Tensor squared = estimate.sub(batch.x0()).square().mean(1, 2, 3);
    double bits = (now.end() - now.start()) / Math.log(2);
    return squared.mul(batch.row(t -> bits * Weightings.vlb().onX0(now, t)));
  }

  /** [N] the terms of prior and decoder, in bits/dim. */
  private Tensor rest(GaussianPath now, Optional<LearnedPath> learned, Tensor x0, Rng key) {
    Tensor eps = key.stream("decoder").normal(Tensors.shape(x0)).to(x0.scalar_type());
    Tensor logSnr =
        learned
            .flatMap(LearnedPath::ends)
            .map(ends -> ends.narrow(0, 0, 1).neg())
            .orElseGet(() -> Tensors.of(new float[] {(float) now.logSnr(now.start())}, 1));
    Tensor decoder = new PixelValues(bins).nats(x0, eps, logSnr);
    Tensor nats = Normal.priorDivergence(now, x0).add(decoder);
    return nats.mean(1, 2, 3).div(new Scalar(Math.log(2)));
  }
}
