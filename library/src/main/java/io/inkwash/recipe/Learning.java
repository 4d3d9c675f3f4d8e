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
 * @param emaProfiles averages that are kept beside it; null, in older files, for none
 */
public record Learning(
    Spec optimizer,
    LearningRate learningRate,
    double clip,
    double ema,
    @Nullable Spec emaWarmup,
    @Nullable Spec emaProfiles) {
  private static final Spec RATIO = Spec.parse("ratio");
  private static final Spec NONE = Spec.parse("none");

  public Learning {
    optimizer = Catalog.OPTIMIZERS.complete(optimizer);
    emaWarmup = Catalog.EMA_WARMUPS.complete(emaWarmup == null ? RATIO : emaWarmup);
    emaProfiles = Catalog.EMA_PROFILES.complete(emaProfiles == null ? NONE : emaProfiles);
  }

  /** With the warm-up {@code ratio} and no other averages. */
  public Learning(Spec optimizer, LearningRate learningRate, double clip, double ema) {
    this(optimizer, learningRate, clip, ema, RATIO, NONE);
  }

  @Override
  public Spec emaWarmup() {
    return emaWarmup == null ? RATIO : emaWarmup;
  }

  @Override
  public Spec emaProfiles() {
    return emaProfiles == null ? NONE : emaProfiles;
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
        Catalog.EMA_PROFILES.make(emaProfiles()),
        clip);
  }
}
