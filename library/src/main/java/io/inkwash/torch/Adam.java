package io.inkwash.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter 2019, algorithm 2) over
 * one flat vector, with PyTorch's numbers.
 */
public final class Adam {

  /** How weight decay enters. */
  public enum Decay {
    /** AdamW: the weights shrink directly, apart from the gradient. */
    DECOUPLED,
    /** Adam: the decay is added to the gradient. */
    L2
  }

  /**
   * The fixed settings.
   *
   * @param beta1 decay of the gradient's mean, in [0, 1)
   * @param beta2 decay of the squared gradient's mean, in [0, 1)
   * @param eps added to the denominator, above 0
   * @param weightDecay strength, 0 or more
   * @param decay how it enters
   */
  public record Settings(double beta1, double beta2, double eps, double weightDecay, Decay decay) {
    public Settings {
      requireUnit("beta1", beta1);
      requireUnit("beta2", beta2);
      if (!(eps > 0)) {
        throw new IllegalArgumentException("eps is " + eps + "; allowed: above 0, such as 1e-8");
      }
      if (!(weightDecay >= 0)) {
        throw new IllegalArgumentException(
            "weightDecay is " + weightDecay + "; allowed: 0 or more, such as 0.01");
      }
    }

    private static void requireUnit(String name, double beta) {
      if (!(beta >= 0 && beta < 1)) {
        throw new IllegalArgumentException(
            name + " is " + beta + "; allowed: 0 up to but not 1, such as 0.9");
      }
    }

    /** PyTorch's default AdamW. */
    public static Settings adamW() {
      return new Settings(0.9, 0.999, 1e-8, 0.01, Decay.DECOUPLED);
    }

    /** PyTorch's default Adam. */
    public static Settings adam() {
      return new Settings(0.9, 0.999, 1e-8, 0, Decay.L2);
    }
  }

  private final Settings settings;
  private final Parameters parameters;
  private final Tensor mean;
  private final Tensor square;
  private long steps;

  /** An optimizer with fresh state; to be made in the scope that owns the parameters. */
  public Adam(Settings settings, Parameters parameters) {
    this.settings = settings;
    this.parameters = parameters;
    mean = parameters.zerosLike();
    square = parameters.zerosLike();
  }

  /** One step along the gradients, at the given learning rate. */
  public void step(double rate) {
    steps++;
    double correction1 = 1 - Math.pow(settings.beta1, (double) steps);
    double correction2 = 1 - Math.pow(settings.beta2, (double) steps);
    try (TensorScope scope = TensorScope.open();
        Grad off = Grad.off()) {
      Tensor weights = parameters.values();
      Tensor gradient = parameters.gradients();
      switch (settings.decay) {
        case DECOUPLED -> weights.mul_(new Scalar(1 - rate * settings.weightDecay));
        case L2 -> gradient.add_(weights, new Scalar(settings.weightDecay));
      }
      mean.lerp_(gradient, new Scalar(1 - settings.beta1));
      square.mul_(new Scalar(settings.beta2));
      square.addcmul_(gradient, gradient, new Scalar(1 - settings.beta2));
      Tensor denominator =
          square.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(settings.eps));
      weights.addcdiv_(mean, denominator, new Scalar(-rate / correction1));
    }
  }

  /** The running mean of gradients, [P]. */
  public Tensor mean() {
    return mean;
  }

  /** The running mean of squared gradients, [P]. */
  public Tensor square() {
    return square;
  }

  /** Steps taken. */
  public long steps() {
    return steps;
  }

  /** Goes on after {@code steps} steps; {@link #mean} and {@link #square} are filled in place. */
  public void resumeAt(long steps) {
    this.steps = steps;
  }
}
