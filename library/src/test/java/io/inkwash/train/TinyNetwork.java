package io.inkwash.train;

import io.inkwash.condition.Condition;
import io.inkwash.data.Batch;
import io.inkwash.data.ImageShape;
import io.inkwash.nn.Backbone;
import io.inkwash.nn.SimpleUNet;
import io.inkwash.objective.LossTerms;
import io.inkwash.objective.Objective;
import io.inkwash.objective.ObjectiveState;
import io.inkwash.torch.AdamWRule;
import io.inkwash.torch.Precision;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** A network of eight channels and a step that trains it. */
final class TinyNetwork {
  static final ImageShape SHAPE = new ImageShape(1, 8, 8);

  private TinyNetwork() {}

  /** To be called where its weights are to live. */
  static SingleStep<Backbone> step(
      Objective<Backbone> objective, int accumulate, double emaDecay, double rate) {
    return new SingleStep<>(
        learner(emaDecay, rate),
        objective,
        new SingleStep.Settings(accumulate, Condition.none(), 0, Precision.FP32),
        Rng.seed(2));
  }

  /** To be called where its weights are to live. */
  static Learner<Backbone> learner(double emaDecay, double rate) {
    return new Learner<>(
        Learner.MAIN,
        () -> new SimpleUNet(new SimpleUNet.Config(1, 8, 8)),
        new Rng(1),
        new Learner.Settings(
            new LearningRate(rate, 0, LearningRate.Decay.CONSTANT, 0),
            AdamWRule.standard(),
            emaDecay,
            1e9)); // clips nothing
  }

  /** Images number {@code first} and on: each of one gray, and no two alike. */
  static Batch batch(int first, int count) {
    float[] pixels = new float[count * SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(1 + first + i / SHAPE.size() + 0.1 * (i % SHAPE.size()));
    }
    return new Batch(pixels, new int[count], new int[count], SHAPE, count);
  }

  /**
   * The squared output: an objective without chance, so that batches can be compared.
   *
   * @param factor what the loss is multiplied by
   */
  record SquaredOutput(double factor) implements Objective<Backbone> {
    @Override
    public ObjectiveState<Backbone> start() {
      return (network, x0, conditioning, context) -> {
        int images = Math.toIntExact(x0.size(0));
        Tensor levels = Tensors.zeros(images);
        Tensor perImage = network.forward(x0, levels, conditioning).square().mean(1, 2, 3);
        Tensor scaled = perImage.mul(Tensors.of(new float[] {(float) factor}, 1));
        return new LossTerms(scaled.mean(), scaled.detach(), losses -> {});
      };
    }
  }
}
