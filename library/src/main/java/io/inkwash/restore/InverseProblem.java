package io.inkwash.restore;

import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.solve.Noise;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.Solver;
import io.inkwash.torch.Rng;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A batch to restore, as a method sees it.
 *
 * @param prior the model
 * @param measurement what is known, in the model's pixel units
 * @param stream of all random numbers; image k's are a function of it and k
 * @param first the number of the batch's first image
 * @param mean the mean image of the data, [1,C,H,W]
 */
public record InverseProblem(
    Prior prior, Measurement measurement, Rng stream, long first, Supplier<Tensor> mean) {

  /** The model. */
  Denoiser model() {
    return prior.denoiser();
  }

  /** The process. */
  GaussianPath path() {
    return prior.path();
  }

  /** The caller's solver. */
  Solver solver() {
    return prior.sampler().solver();
  }

  /** The caller's grid. */
  double[] times() {
    return prior.sampler().times();
  }

  /** [N,C,H,W] of the restored batch. */
  long[] shape() {
    ImageSpec data = prior.data();
    return new long[] {measurement.y().size(0), data.channels(), data.height(), data.width()};
  }

  /** A level given where black is -1 and white is 1, in the model's units. */
  double level(double sigma) {
    return sigma * prior.unit();
  }

  /** How many times larger the restored images are. */
  int factor() {
    long[] clean = shape();
    return Math.toIntExact(clean[2] / measurement.operator().measured(clean)[2]);
  }

  /** To draw with another denoiser than the model. */
  Plan drawn(Denoiser guided) {
    return drawn(guided, solver(), times());
  }

  /** To draw with another solver than the caller's. */
  Plan drawn(Solver solver) {
    return drawn(model(), solver, times());
  }

  /** To draw with a solver on a grid of its own. */
  Plan drawn(Solver solver, double... times) {
    return drawn(model(), solver, times);
  }

  private Plan drawn(Denoiser guided, Solver solver, double... times) {
    SamplingLoop sampler = new SamplingLoop(path(), solver, times);
    return new Plan(
        times.length - 1, observer -> sampler.draw(guided, stream, first, observer, shape()));
  }

  /** To go on by the caller's solver from a state at the first time. */
  Plan continued(Tensor start, double... times) {
    SamplingLoop sampler = new SamplingLoop(path(), solver(), times);
    Noise noise = Noise.perImage(stream, first, shape());
    return new Plan(times.length - 1, observer -> sampler.walk(start, model(), noise, observer));
  }

  /** To compute at once. */
  static Plan computed(Supplier<Tensor> images) {
    return new Plan(1, observer -> images.get());
  }

  /**
   * What is to be done to one batch. The model has not been evaluated yet.
   *
   * @param steps how many steps it takes
   * @param procedure does it
   */
  public record Plan(int steps, Procedure procedure) {

    /** Restores. */
    @FunctionalInterface
    public interface Procedure {
      /** The images, [N,C,H,W]; the observer sees the steps. */
      Tensor run(SamplingLoop.Observer observer);
    }
  }
}
