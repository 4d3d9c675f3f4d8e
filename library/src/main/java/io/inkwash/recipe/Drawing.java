package io.inkwash.recipe;

import io.inkwash.denoise.Clamped;
import io.inkwash.denoise.Denoiser;
import io.inkwash.io.Picture;
import io.inkwash.solve.Sampler;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Images to be drawn. Image k of a seed is the same picture in every batch size and every count.
 *
 * @param model the denoiser
 * @param sampler the solver on its grid
 * @param data the form of the images
 * @param clamp whether guesses of the clean image are held to the pixel range
 * @param seed of the noise
 */
public record Drawing(Denoiser model, Sampler sampler, Recipe.Data data, boolean clamp, long seed) {

  /** Sees the steps of each batch. */
  @FunctionalInterface
  public interface Progress {
    /** Looks away. */
    Progress NONE = (images, stepsDone, steps) -> {};

    /**
     * Called after each step.
     *
     * @param images images in the batch
     * @param stepsDone steps of the batch done
     * @param steps steps of the batch in all
     */
    void after(int images, int stepsDone, int steps);
  }

  /**
   * Draws images 0 to count - 1.
   *
   * @param batch images at a time
   */
  public List<Picture> draw(int count, int batch, Progress progress) {
    List<Picture> pictures = new ArrayList<>();
    for (int first = 0; first < count; first += batch) {
      int images = Math.min(batch, count - first);
      Sampler.Observer observer =
          (step, t, s, x) -> progress.after(images, step, sampler.times().length - 1);
      try (Scope scope = Scope.open()) {
        pictures.addAll(Pictures.of(run(first, images, observer), data.range()));
      }
    }
    return pictures;
  }

  /**
   * Draws image 0 and every state on its way.
   *
   * @return the states, one more than there are steps: the noise first, the image last
   */
  public List<Frame> film(Progress progress) {
    List<Frame> frames = new ArrayList<>();
    Sampler.Observer observer =
        (step, t, s, x) -> {
          frames.add(new Frame(t, s, Pictures.of(x, data.range()).get(0)));
          progress.after(1, step, sampler.times().length - 1);
        };
    try (Scope scope = Scope.open()) {
      run(0, 1, observer);
    }
    return frames;
  }

  /**
   * One state of a film.
   *
   * @param t the time that its step left
   * @param s the time of the state
   * @param picture the state
   */
  public record Frame(double t, double s, Picture picture) {}

  private Tensor run(int first, int images, Sampler.Observer observer) {
    Denoiser denoiser = clamp ? new Clamped(model, data.range().low(), data.range().high()) : model;
    return sampler.draw(
        denoiser,
        Rng.seed(seed).stream("sample"),
        first,
        observer,
        images,
        data.channels(),
        data.height(),
        data.width());
  }
}
