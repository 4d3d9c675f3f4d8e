package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.train.Learner;
import io.inkwash.train.LearningRate;
import org.jspecify.annotations.Nullable;

/**
 * How one network learns.
 *
 * @param optimizer the optimizer
 * @param learningRate the learning rate
 * @param clip the largest 2-norm of the gradient, above 0
 * @param ema the decay of the moving average of the weights, in [0, 1)
 * @param emaWarmup how that decay rises while the run is young; null, in older files, for ratio
 */
public record Learning(
    Spec optimizer, LearningRate learningRate, double clip, double ema, @Nullable Spec emaWarmup) {
  private static final Spec RATIO = Spec.parse("ratio");

  public Learning {
    optimizer = Catalog.OPTIMIZERS.complete(optimizer);
    emaWarmup = Catalog.EMA_WARMUPS.complete(emaWarmup == null ? RATIO : emaWarmup);
  }

  /** With the warm-up {@code ratio}. */
  public Learning(Spec optimizer, LearningRate learningRate, double clip, double ema) {
    this(optimizer, learningRate, clip, ema, RATIO);
  }

  @Override
  public Spec emaWarmup() {
    return emaWarmup == null ? RATIO : emaWarmup;
  }

  /**
   * The values that these names stand for.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Learner.Settings settings() {
    return new Learner.Settings(
        learningRate,
        Catalog.OPTIMIZERS.make(optimizer),
        ema,
        Catalog.EMA_WARMUPS.make(emaWarmup()),
        clip);
  }
}
