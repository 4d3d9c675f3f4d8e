package io.inkwash.objective;

import io.inkwash.nn.Conditioning;
import io.inkwash.torch.Net;
import io.inkwash.torch.Tensors;
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

  private final class State implements ObjectiveState<N> {
    private final ObjectiveState<N> state;

    State(ObjectiveState<N> state) {
      this.state = state;
    }

    @Override
    public LossTerms loss(
        N network, Tensor moments, Conditioning conditioning, TrainingContext<N> context) {
      long channels = moments.size(1) / 2;
      Tensor mean = moments.narrow(1, 0, channels);
      Tensor noise = context.key().stream("posterior").normal(Tensors.shape(mean));
      Tensor z = moments.narrow(1, channels, channels).mul(noise).add_(mean);
      return state.loss(network, z.mul_(new Scalar(scale)), conditioning, context);
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
