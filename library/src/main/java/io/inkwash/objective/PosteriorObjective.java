package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An objective of latents: what is clean is drawn from their posterior anew for each batch (Rombach
 * et al. 2022, arXiv 2112.10752, section 3.1; {@code get_first_stage_encoding} of
 * latent-diffusion).
 *
 * @param inner the objective
 * @param scale the factor of latents, above 0
 * @param <N> the network in training
 */
public record PosteriorObjective<N extends Net>(Objective<N> inner, double scale)
    implements Objective<N> {

  /**
   * The objective at work; its clean images are posteriors, [N,2c,h,w]: means, then standard
   * deviations.
   */
  @Override
  public ObjectiveState<N> start() {
    return new State(inner.start());
  }

  @Override
  public boolean usesAverage() {
    return inner.usesAverage();
  }

  @Override
  public boolean usesTeacher() {
    return inner.usesTeacher();
  }

  @Override
  public Optional<FakeModel<N>> fake() {
    return inner.fake().map(Fake::new);
  }

  /** [N,c,h,w] latents, scaled. */
  private Tensor drawn(Tensor moments, Rng key) {
    long channels = moments.size(1) / 2;
    Tensor mean = moments.narrow(1, 0, channels);
    Tensor noise = key.stream("posterior").normal(Tensors.shape(mean));
    Tensor z = moments.narrow(1, channels, channels).mul(noise).add_(mean);
    return z.mul_(new Scalar(scale));
  }

  /** Of latents as well: what the network makes are scaled latents, no posteriors. */
  private final class Fake implements FakeModel<N> {
    private final FakeModel<N> ofLatents;

    Fake(FakeModel<N> ofLatents) {
      this.ofLatents = ofLatents;
    }

    @Override
    public Objective<N> objective() {
      return ofLatents.objective();
    }

    @Override
    public int steps() {
      return ofLatents.steps();
    }

    @Override
    public Optional<Adversary> adversary() {
      return ofLatents.adversary();
    }

    @Override
    public Tensor real(Tensor moments, Rng key) {
      return drawn(moments, key);
    }

    @Override
    public Tensor images(N network, Tensor moments, Conditioning conditioning, Rng key) {
      return ofLatents.images(network, drawn(moments, key), conditioning, key);
    }
  }

  private final class State implements ObjectiveState<N> {
    private final ObjectiveState<N> state;

    State(ObjectiveState<N> state) {
      this.state = state;
    }

    @Override
    public LossTerms loss(
        N network, Tensor moments, Conditioning conditioning, TrainingContext<N> context) {
      return state.loss(network, drawn(moments, context.key()), conditioning, context);
    }

    @Override
    public double[] values() {
      return state.values();
    }

    @Override
    public void restore(double[] values) {
      state.restore(values);
    }
  }
}
