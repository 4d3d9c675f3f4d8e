package io.inkwash.train;

/**
 * The learning rate as a function of the step.
 *
 * @param rate the peak, above 0
 * @param warmup steps over which it rises linearly from 0; 0 for none
 * @param decay the shape of its fall
 * @param decaySteps the step at which the fall ends; 0 for the end of the training, however its
 *     length is given; ignored by {@link Decay#CONSTANT}
 */
public record LearningRate(double rate, long warmup, Decay decay, long decaySteps) {

  /** How the rate falls after the warm-up. */
  public enum Decay {
    /** Not at all. */
    CONSTANT {
      @Override
      double share(double progress) {
        return 1;
      }
    },
    /** In a straight line to 0. */
    LINEAR {
      @Override
      double share(double progress) {
        return 1 - progress;
      }
    },
    /** Along half a cosine to 0. */
    COSINE {
      @Override
      double share(double progress) {
        return 0.5 * (1 + Math.cos(Math.PI * progress));
      }
    };

    abstract double share(double progress);
  }

  public LearningRate {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate is " + rate + "; allowed: above 0, such as 2e-4");
    }
    if (warmup < 0) {
      throw new IllegalArgumentException(
          "warm-up is " + warmup + " steps; allowed: 0 or more, such as 500");
    }
    if (decay != Decay.CONSTANT && decaySteps != 0 && decaySteps <= warmup) {
      throw new IllegalArgumentException(
          "decaySteps is "
              + decaySteps
              + "; allowed: more than the warm-up's "
              + warmup
              + " steps, such as the length of the run, or 0 for that length");
    }
  }

  /** Whether the fall ends where the training does, so that its length decides each rate. */
  public boolean followsBudget() {
    return decay != Decay.CONSTANT && decaySteps == 0;
  }

  /**
   * The rate of a step.
   *
   * @param step 1, 2, ...
   * @param spent the share of the training's length that was spent before the step, in [0, 1];
   *     ignored unless the rate {@linkplain #followsBudget follows} it
   */
  public double at(long step, double spent) {
    double rising = warmup == 0 ? 1 : Math.min(1, (double) step / warmup);
    return rate * rising * decay.share(followsBudget() ? spent : fallen(step));
  }

  /** The share of its fall that lies behind a step. */
  private double fallen(long step) {
    return decay == Decay.CONSTANT
        ? 0
        : Math.min(1, Math.max(0, (double) (step - warmup) / (decaySteps - warmup)));
  }
}
