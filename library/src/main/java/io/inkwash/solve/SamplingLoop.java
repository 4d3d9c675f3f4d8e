package io.inkwash.solve;

import static io.inkwash.format.Text.format;

import io.inkwash.denoise.Denoiser;
import io.inkwash.process.GaussianPath;
import io.inkwash.torch.Grad;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
import io.inkwash.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The sampling loop, the only one: walks a solver down a grid of times.
 *
 * @param path the process
 * @param solver the rule of one step
 * @param times strictly falling, from the noisiest to the last; for a solver that climbs they may
 *     rise on the way
 */
@SuppressWarnings("ArrayRecordComponent") // a grid is walked, never compared
public record SamplingLoop(GaussianPath path, Solver solver, double[] times) {

  /**
   * Checks that the three fit.
   *
   * @throws IllegalArgumentException with the reason and the remedy
   */
  public SamplingLoop {
    Preconditions.noiseAtEnd(path);
    if (solver.climbs()) {
      Preconditions.moving(times);
    } else {
      Preconditions.falling(times);
    }
    solver.check(path);
  }

  /** Receives each state of a run. */
  @FunctionalInterface
  public interface Observer {
    /** Does nothing. */
    Observer NONE = (step, t, s, x) -> {};

    /**
     * Called after each step.
     *
     * @param step the number of steps done, from 1
     * @param t the time that the step left
     * @param s the time that it reached
     * @param x the state at s; gone after the call
     */
    void after(int step, double t, double s, Tensor x);
  }

  /** Runs over some of the images of a batch. */
  @FunctionalInterface
  public interface Rows {
    /**
     * The result for {@code count} images from number {@code first} of the batch on.
     *
     * @return [count,...]
     */
    Tensor of(int first, int count);
  }

  /**
   * A batch by one run, or by one run an image where the solver is {@linkplain
   * Solver#imageByImage() image by image}.
   *
   * @param images how many, at least 1
   * @return [images,...] the results in order
   */
  public Tensor over(int images, Rows rows) {
    if (!solver.imageByImage()) {
      return rows.of(0, images);
    }
    Tensor[] results = new Tensor[images];
    Arrays.setAll(results, k -> rows.of(k, 1));
    return Tensors.cat(0, results);
  }

  /**
   * Draws a batch of images.
   *
   * @param denoiser the model
   * @param stream the random stream of this sampling; image k's noise is a function of it and k
   * @param first the number of the batch's first image
   * @param observer receives the states on the way
   * @param shape [N,C,H,W] of the batch
   * @return the images, in the caller's scope
   */
  public Tensor draw(Denoiser denoiser, Rng stream, long first, Observer observer, long... shape) {
    return draw(denoiser, Noise.perImage(stream, first, shape), observer);
  }

  /**
   * Draws a batch of images from the noise of each.
   *
   * @return the images, in the caller's scope
   */
  public Tensor draw(Denoiser denoiser, Noise noise, Observer observer) {
    try (TensorScope scope = TensorScope.open()) {
      Tensor start = noise.next().mul_(new Scalar(path.priorScale()));
      return scope.keep(walk(start, denoiser, noise, observer));
    }
  }

  /**
   * Walks from a given state at the first time to the last time.
   *
   * @param start [N,C,H,W]; left as it is
   * @return the state at the last time, in the caller's scope
   * @throws IllegalArgumentException for several images where the solver takes one
   */
  public Tensor walk(Tensor start, Denoiser denoiser, Noise noise, Observer observer) {
    if (solver.imageByImage() && start.size(0) != 1) {
      throw new IllegalArgumentException(
          format(
              "%d images in one run of %s; allowed: 1, each has its own steps",
              start.size(0), solver));
    }
    try (TensorScope all = TensorScope.open();
        Grad off = Grad.off();
        SolverState run = solver.start(path, denoiser, noise)) {
      run.begin(times.clone());
      Tensor x = start;
      for (int i = 0; i + 1 < times.length; i++) {
        Tensor next;
        try (TensorScope step = TensorScope.open()) {
          next = step.keep(run.step(x, times[i], times[i + 1]));
          observer.after(i + 1, times[i], times[i + 1], next);
        }
        if (i > 0) {
          x.close(); // only one state is alive
        }
        x = next;
      }
      return all.keep(x);
    }
  }
}
