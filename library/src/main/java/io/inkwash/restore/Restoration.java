package io.inkwash.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.CountedDenoiser;
import io.inkwash.picture.Picture;
import io.inkwash.solve.Noise;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;

/**
 * Images to be restored: {@code y = A x0 + sigma n} is known, x0 is wanted. Image k of a seed is
 * the same in every batch size and every count.
 *
 * @param prior what images look like
 * @param task what there is to restore
 * @param operator A, on images of the prior's size; it lives in the scope in which it was made
 * @param noise sigma, the standard deviation of what was added where black is -1 and white is 1
 * @param mean the mean image of the data, [1,C,H,W], for methods that start from it
 * @param seed of all chance
 */
public record Restoration(
    Prior prior,
    Task task,
    LinearOperator operator,
    double noise,
    Supplier<Tensor> mean,
    long seed) {

  /**
   * A restoration.
   *
   * @throws SpecException if that cannot have happened to such images, with the reason
   */
  public static Restoration of(
      Prior prior, DegradationTask damage, double noise, Supplier<Tensor> mean, long seed) {
    ImageSpec data = prior.data();
    if (damage.task() == Task.COLORIZE && data.channels() == 1) {
      throw new SpecException(
          "the model's images are gray, so there is no color to restore; use one of 3 channels");
    }
    LinearOperator operator;
    try {
      operator = damage.degradation().on(data.channels(), data.height(), data.width());
      operator.measured(1, data.channels(), data.height(), data.width());
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
    return new Restoration(prior, damage.task(), operator, noise, mean, seed);
  }

  /** A restoration without a mean image. */
  public static Restoration of(Prior prior, DegradationTask damage, double noise, long seed) {
    Supplier<Tensor> none =
        () -> {
          throw new SpecException("the mean of the data is not known; leave mean-image out");
        };
    return of(prior, damage, noise, none, seed);
  }

  /** The same with another noise. */
  public Restoration withNoise(double sigma) {
    return new Restoration(prior, task, operator, sigma, mean, seed);
  }

  /** The same by another model, for images of the same size. */
  public Restoration by(Prior other) {
    return new Restoration(other, task, operator, noise, mean, seed);
  }

  /** The shape of the measurement of so many images. */
  public long[] measured(long images) {
    ImageSpec data = prior.data();
    return operator.measured(images, data.channels(), data.height(), data.width());
  }

  /**
   * Measures clean images, with fresh noise.
   *
   * @param truth [N,C,H,W]
   * @param first the number of the batch's first image
   */
  public Tensor measure(Tensor truth, long first) {
    Tensor clean = operator.apply(truth);
    if (noise == 0) {
      return clean.clone();
    }
    Rng stream = Rng.seed(seed).stream("measurement");
    Tensor added = Noise.perImage(stream, first, Tensors.shape(clean)).next();
    return Tensors.combine(1, clean, noise * prior.unit(), added);
  }

  /**
   * Refuses what a method cannot do, without asking the model.
   *
   * @throws SpecException with the reason and the mend
   */
  public void check(Spec method) {
    try (TensorScope scope = TensorScope.open()) {
      plan(method, prior, Tensors.zeros(measured(1)), 0);
    }
  }

  /**
   * Restores a batch.
   *
   * @param method one of {@link Restorers#RESTORERS}
   * @param y [N,...] what was measured
   * @param first the number of the batch's first image
   * @return the images, in the caller's scope
   * @throws SpecException if the method cannot do that, with the reason and the mend
   */
  public Restored restore(Spec method, Tensor y, long first, StepProgress progress) {
    LongAdder asked = new LongAdder();
    Prior counted = prior.with(new CountedDenoiser(prior.denoiser(), asked));
    int images = Math.toIntExact(y.size(0));
    try (TensorScope scope = TensorScope.open()) {
      InverseProblem.Plan plan = plan(method, counted, y, first);
      Tensor restored =
          plan.walk().run((step, t, s, x) -> progress.after(images, step, plan.steps()));
      if (plan.steps() == 1) {
        progress.after(images, 1, 1);
      }
      return new Restored(scope.keep(restored), asked.doubleValue() / images);
    }
  }

  /**
   * Restores pictures.
   *
   * @param measured pictures of what was measured, image 0 first, all of one size
   * @param batch images at a time
   */
  public List<Picture> restore(
      Spec method, List<Picture> measured, int batch, StepProgress progress) {
    List<Picture> pictures = new ArrayList<>();
    for (int first = 0; first < measured.size(); first += batch) {
      int end = Math.min(measured.size(), first + batch);
      try (TensorScope scope = TensorScope.open()) {
        Tensor y = prior.tensor(measured.subList(first, end));
        pictures.addAll(prior.pictures(restore(method, y, first, progress).images()));
      }
    }
    return pictures;
  }

  private InverseProblem.Plan plan(Spec choice, Prior model, Tensor y, long first) {
    Restorer method = Restorers.RESTORERS.make(choice);
    require(choice, method);
    Measurement known = new Measurement(operator, y, noise * prior.unit());
    try {
      return method
          .rule()
          .plan(new InverseProblem(model, known, Rng.seed(seed).stream("restore"), first, mean));
    } catch (IllegalArgumentException e) {
      throw new SpecException("method " + choice + ": " + e.getMessage());
    }
  }

  private void require(Spec choice, Restorer method) {
    String name = "method " + choice.name();
    if (!method.tasks().contains(task)) {
      throw new SpecException(name + " is not for " + task.word() + others());
    }
    if (!method.noise().takes(noise)) {
      throw new SpecException(
          name
              + (noise > 0
                  ? " takes its input to be without noise, and noise is " + noise
                  : " is for inputs with noise, and noise is 0")
              + others());
    }
    if (!method.steps().takes(prior.sampler().solver())) {
      throw new SpecException(
          name + " needs a solver that draws, and this one does not; use ancestral or dpm++sde");
    }
  }

  /** The methods that could be taken. */
  private String others() {
    return Restorers.RESTORERS.names().stream()
        .filter(
            name -> {
              Restorer other = Restorers.RESTORERS.make(new Spec(name, Map.of()));
              return other.tasks().contains(task) && other.noise().takes(noise);
            })
        .collect(Collectors.joining(", ", "; there are ", ""));
  }
}
