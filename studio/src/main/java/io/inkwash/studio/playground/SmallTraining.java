package io.inkwash.studio.playground;

import io.inkwash.data.Batch;
import io.inkwash.data.ImageShape;
import io.inkwash.nn.Conditioning;
import io.inkwash.torch.AdamRule;
import io.inkwash.torch.Rng;
import io.inkwash.train.Learner;
import io.inkwash.train.LearningRate;
import io.inkwash.train.StepReport;
import io.inkwash.train.TrainStep;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How a network of the playground learns: Adam, a rate that falls to 0 along half a cosine, and a
 * moving average.
 *
 * @param steps the length, 1 or more
 * @param rate the learning rate at its highest
 */
record SmallTraining(int steps, double rate) {
  private static final int BATCH = 256;
  private static final int WARMUP = 20;
  private static final double EMA = 0.99;
  private static final double CLIP = 10;

  /** Points as images: two channels, one pixel. */
  private static final ImageShape POINT = new ImageShape(2, 1, 1);

  /** Refuses a rate that cannot be. */
  SmallTraining {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate is " + rate + "; allowed: above 0 to 1");
    }
  }

  /** With a falling rate. */
  Learner.Settings learning() {
    return settings(
        new LearningRate(rate, WARMUP, LearningRate.Decay.COSINE, 0), AdamRule.standard());
  }

  /** With a constant rate and a first moment that forgets at once, for games. */
  Learner.Settings playing() {
    LearningRate constant = new LearningRate(rate, 0, LearningRate.Decay.CONSTANT, 0);
    return settings(constant, new AdamRule(0.5, 0.999, 1e-8, 0));
  }

  private static Learner.Settings settings(LearningRate rate, AdamRule rule) {
    return new Learner.Settings(rate, rule, EMA, CLIP);
  }

  /** Takes one step on fresh points. */
  StepReport take(TrainStep step, int number, PointMixture points, Rng key) {
    return step.step(number, (number - 1.0) / steps, batches(points, key.at(number)));
  }

  private static Supplier<Batch> batches(PointMixture points, Rng key) {
    int[] drawn = new int[1];
    return () -> {
      PointMixture.Sample sample = points.sample(key.at(drawn[0]++), BATCH);
      return new Batch(sample.xy(), sample.types(), new int[BATCH], POINT, BATCH);
    };
  }

  /** A class for each of so many points. */
  static Conditioning conditioning(int type, int rows) {
    int[] types = new int[rows];
    Arrays.fill(types, type);
    return Conditioning.classes(types);
  }
}
