package io.inkwash.restore;

import io.inkwash.catalog.Spec;
import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageShape;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.CountedDenoiser;
import io.inkwash.denoise.Denoiser;
import io.inkwash.picture.Picture;
import io.inkwash.restore.degradation.Degradation;
import io.inkwash.restore.degradation.LinearOperator;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
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
 * <p>Of a model that works in latents, holes can be filled: a latent is known where all its pixels
 * are, methods work on latents, and what is known of the pixels is put into the decoded pictures
 * (blended latent diffusion, Avrahami et al. 2023, arXiv 2206.02779, section 4.1, without its
 * progressive mask).
 *
 * @param prior what images look like
 * @param degradation what happened to the images
 * @param operator A, on pictures of the prior's size; it lives in the scope in which it was made
 * @param noise sigma, the standard deviation of what was added where black is -1 and white is 1
 * @param mean the mean image of the data, [1,C,H,W], for methods that start from it
 * @param seed of all random numbers
 */
public record Restoration(
    Prior prior,
    Degradation degradation,
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
      Prior prior, Degradation degradation, double noise, Supplier<Tensor> mean, long seed) {
    ImageSpec data = prior.pictures();
    LinearOperator operator;
    try {
      operator = degradation.on(data.channels(), data.height(), data.width());
      operator.measured(1, data.channels(), data.height(), data.width());
      if (!prior.ofPixels() && operator.ofLatents(prior.factor()).isEmpty()) {
        prior.requirePixels(degradation.task());
      }
    } catch (IllegalArgumentException e) {
      throw new SpecException(String.valueOf(e.getMessage()));
    }
    return new Restoration(prior, degradation, operator, noise, mean, seed);
  }

  /** A restoration without a mean image. */
  public static Restoration of(Prior prior, Degradation degradation, double noise, long seed) {
    Supplier<Tensor> none =
        () -> {
          throw new SpecException("the mean of the data is not known; leave mean-image out");
        };
    return of(prior, degradation, noise, none, seed);
  }

  /** The same with another noise. */
  public Restoration withNoise(double sigma) {
    return new Restoration(prior, degradation, operator, sigma, mean, seed);
  }

  /** The same by another model, for images of the same size. */
  public Restoration by(Prior other) {
    return new Restoration(other, degradation, operator, noise, mean, seed);
  }

  /**
   * The method that is usual for this: replacement in latents, the posterior mean where there is
   * only noise, DDRM where the operator has singular values, else pseudo-inverse guidance.
   */
  public Spec usualMethod() {
    if (!prior.ofPixels()) {
      return Spec.parse("replacement");
    }
    if (degradation.lossless()) {
      return Spec.parse("posterior-mean");
    }
    return Spec.parse(operator.spectral().isPresent() ? "ddrm" : "pigdm");
  }

  /** The shape of the measurement of so many images. */
  public long[] measured(long images) {
    ImageSpec data = prior.pictures();
    return operator.measured(images, data.channels(), data.height(), data.width());
  }

  /** The shape of a picture of what was measured of one image. */
  public ImageShape given() {
    long[] shape = measured(1);
    return new ImageShape(
        Math.toIntExact(shape[1]), Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
  }

  /** Whether pictures of other sizes may be scaled and cropped to that shape. */
  public boolean resizable() {
    ImageSpec data = prior.pictures();
    ImageShape given = given();
    return given.height() * degradation.factor() == data.height()
        && given.width() * degradation.factor() == data.width();
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
   * Refuses what a method cannot do, without evaluating the model.
   *
   * @throws SpecException with the reason and the remedy
   */
  public void check(Spec method) {
    try (TensorScope scope = TensorScope.open()) {
      ImageSpec data = prior.data();
      long[] shape =
          prior.ofPixels()
              ? measured(1)
              : new long[] {1, data.channels(), data.height(), data.width()};
      plan(method, prior, known(Tensors.zeros(shape)), 0);
    }
  }

  /**
   * Restores a batch.
   *
   * @param method one of {@link Restorers#RESTORERS}
   * @param y [N,...] what was measured; what it holds of missing pixels is not read
   * @param first the number of the batch's first image
   * @return the images in the range of pictures, in the caller's scope
   * @throws SpecException if the method cannot do that, with the reason and the remedy
   */
  public Restored restore(Spec method, Tensor y, long first, StepProgress progress) {
    LongAdder evaluated = new LongAdder();
    int images = Math.toIntExact(y.size(0));
    try (TensorScope scope = TensorScope.open()) {
      Tensor measured = operator.shown(y, 0);
      Tensor seen = prior.ofPixels() ? measured : encoded(measured);
      Measurement known = known(seen);
      Tensor restored =
          prior
              .sampler()
              .over(
                  images,
                  (from, count) -> {
                    Tensor some = known.y().narrow(0, from, count);
                    Measurement rows = new Measurement(known.operator(), some, known.sigma());
                    Denoiser model = denoiser(rows, seen.narrow(0, from, count));
                    Prior counted = prior.with(new CountedDenoiser(model, evaluated));
                    return run(plan(method, counted, rows, first + from), count, progress);
                  });
      return new Restored(scope.keep(pixels(restored, measured)), evaluated.doubleValue() / images);
    }
  }

  /**
   * The model of images that agree with what was measured: it is put in after each step, by {@link
   * Replacement}, and a network that fills holes reads it. Editing by it repaints what is missing,
   * from what stands there.
   *
   * @param y [N,...] what was measured, without noise
   */
  public Prior knowing(Tensor y) {
    Tensor seen = prior.ofPixels() ? y : encoded(y);
    Measurement known = known(seen);
    SamplingLoop free = prior.sampler();
    return new Prior(
        denoiser(known, seen),
        new SamplingLoop(free.path(), new Replacement(free.solver(), known), free.times()),
        prior.data(),
        prior.pictures(),
        prior.codec());
  }

  /** What is known of what the model sees: of images, or of their latents. */
  private Measurement known(Tensor seen) {
    if (prior.ofPixels()) {
      return new Measurement(operator, seen, noise * prior.unit());
    }
    LinearOperator latents = operator.ofLatents(prior.factor()).orElseThrow();
    return Measurement.exact(latents, latents.apply(seen));
  }

  /** The latents of what was measured, whose hole is filled. */
  private Tensor encoded(Tensor y) {
    double gray = (prior.pictures().range().low() + prior.pictures().range().high()) / 2;
    Tensor filled =
        prior.holes().isPresent()
            ? operator.shown(y, gray)
            : HoleColor.likeTheRest(operator, operator.shown(y, 0));
    return prior.codec().encode(filled).to(y.scalar_type());
  }

  /** The model, which may itself read what is known. */
  private Denoiser denoiser(Measurement known, Tensor seen) {
    if (prior.holes().isEmpty()) {
      return prior.denoiser();
    }
    Tensor all = seen.new_ones(1, 1, seen.size(2), seen.size(3));
    return prior.holes().get().of(all.sub(known.operator().apply(all)), seen);
  }

  /** What the model made as pixels; those that were measured as they are. */
  private Tensor pixels(Tensor restored, Tensor y) {
    if (prior.ofPixels()) {
      return restored;
    }
    Tensor decoded = prior.pixels(restored).to(y.scalar_type());
    return decoded.add(operator.pseudoInverse(y.sub(operator.apply(decoded))));
  }

  private static Tensor run(InverseProblem.Plan plan, int images, StepProgress progress) {
    Tensor restored =
        plan.procedure().run((step, t, s, x) -> progress.after(images, step, plan.steps()));
    if (plan.steps() == 1) {
      progress.after(images, 1, 1);
    }
    return restored;
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
        Tensor y = prior.pixels(measured.subList(first, end));
        pictures.addAll(prior.shown(restore(method, y, first, progress).images()));
      }
    }
    return pictures;
  }

  private InverseProblem.Plan plan(Spec choice, Prior model, Measurement known, long first) {
    Restorer method = Restorers.RESTORERS.make(choice);
    require(choice, method);
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
    if (!method.need().met(degradation, operator)) {
      throw new SpecException(name + " " + method.need().reason() + others());
    }
    if (!prior.ofPixels() && noise > 0) {
      throw new SpecException(
          "noise is "
              + noise
              + ", and how it changes latents is not known; allowed: 0, with a"
              + " model that works in latents");
    }
    if (!prior.ofPixels() && method.steps() == Restorer.Steps.NONE) {
      throw new SpecException(name + " is of pixels, and this model works in latents" + others());
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
          name + " needs a stochastic solver, and this one is not; use ancestral or dpm++sde");
    }
  }

  /** The methods that could be taken. */
  private String others() {
    return Restorers.RESTORERS.names().stream()
        .filter(
            name -> {
              Restorer other = Restorers.RESTORERS.make(new Spec(name, Map.of()));
              return other.takes(degradation, operator, noise)
                  && (prior.ofPixels() || other.steps() != Restorer.Steps.NONE);
            })
        .collect(Collectors.joining(", ", "; there are ", ""));
  }
}
