package io.inkwash.objective;

import io.inkwash.nn.Backbone;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.GaussianPath;
import io.inkwash.time.training.TimeSampler;
import io.inkwash.time.training.TimeSamplerState;
import io.inkwash.torch.Rng;
import org.bytedeco.pytorch.Tensor;

/** An objective that puts each image to a time of the forward process. */
interface TimedObjective extends Objective<Backbone> {

  /** The forward process. */
  GaussianPath path();

  /** Where the noise levels come from. */
  TimeSampler times();

  /**
   * [N] each image's loss, without importance.
   *
   * @param key of what is random beside the batch's times and noise
   */
  Tensor perImage(Diffused batch, Backbone network, Conditioning conditioning, Rng key);

  /** The loss of a batch whose times and noise are given, for objectives without more chance. */
  default LossTerms loss(Diffused batch, Backbone network, Conditioning conditioning) {
    return batch.loss(perImage(batch, network, conditioning, Rng.seed(0)), losses -> {});
  }

  @Override
  default ObjectiveState<Backbone> start() {
    return new State(this, times().start(path()));
  }

  /**
   * At work.
   *
   * @param objective the objective
   * @param times its times
   */
  record State(TimedObjective objective, TimeSamplerState times) implements TimesState {

    @Override
    public LossTerms loss(
        Backbone network, Tensor x0, Conditioning conditioning, TrainingContext<Backbone> context) {
      DrawnTimes drawn = DrawnTimes.of(times, Math.toIntExact(x0.size(0)), context.key());
      Diffused batch = Diffused.draw(objective.path(), drawn.own(), x0, context.key());
      Tensor perImage = objective.perImage(batch, network, conditioning, context.key());
      return batch.loss(perImage, losses -> times.observe(drawn.all().t(), losses));
    }
  }
}
