package io.inkwash.recipe;

import io.inkwash.catalog.Spec;
import io.inkwash.recipe.parts.Catalog;
import io.inkwash.train.Learner;
import io.inkwash.train.LearningRate;

/**
 * How one network learns.
 *
 * @param optimizer the optimizer
 * @param learningRate the learning rate
 * @param clip the largest 2-norm of the gradient, above 0
 * @param ema the decay of the moving average of the weights, in [0, 1)
 */
public record Learning(Spec optimizer, LearningRate learningRate, double clip, double ema) {

  public Learning {
    optimizer = Catalog.OPTIMIZERS.complete(optimizer);
  }

  /**
   * The values that these names stand for.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public Learner.Settings settings() {
    return new Learner.Settings(learningRate, Catalog.OPTIMIZERS.make(optimizer), ema, clip);
  }
}
