package io.inkwash.recipe;

import io.inkwash.io.Picture;
import io.inkwash.nn.Condition;
import io.inkwash.solve.Sampler;
import io.inkwash.torch.Rng;
import io.inkwash.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Images to be drawn. Image k of a seed is the same picture in every batch size and every count.
 *
 * @param model the model
 * @param sampler the solver on its grid
 * @param data the form of the images
 * @param classes what the images are to be, in turn: image k is of the class at k modulo their
 *     number; empty where the model is told nothing
 * @param seed of the noise
 */
public record Drawing(
    Conditional model, Sampler sampler, Recipe.Data data, List<Integer> classes, long seed) {

  /**
   * Checks the classes.
   *
   * @throws RecipeException if there is no such class
   */
  public Drawing {
    classes = List.copyOf(classes);
    data.requireClasses(classes);
  }

  /**
   * The same drawing, which tells how often it asks its model.
   *
   * @param denoised counts every image that the model is asked for
   */
  Drawing counted(LongAdder denoised) {
    Conditional counted = condition -> new CountedDenoiser(model.told(condition), denoised);
    return new Drawing(counted, sampler, data, classes, seed);
  }

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
    draw(count, batch, progress, pictures::addAll);
    return pictures;
  }

  /**
   * Draws images 0 to count - 1, and keeps none.
   *
   * @param batch images at a time
   * @param taker is given each batch
   */
  public void draw(int count, int batch, Progress progress, Consumer<List<Picture>> taker) {
    for (int first = 0; first < count; first += batch) {
      int images = Math.min(batch, count - first);
      Sampler.Observer observer =
          (step, t, s, x) -> progress.after(images, step, sampler.times().length - 1);
      try (Scope scope = Scope.open()) {
        taker.accept(Pictures.of(run(first, images, observer), data.range()));
      }
    }
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
    return sampler.draw(
        model.told(condition(first, images)),
        Rng.seed(seed).stream("sample"),
        first,
        observer,
        images,
        data.channels(),
        data.height(),
        data.width());
  }

  private Condition condition(int first, int images) {
    return classes.isEmpty() ? Condition.none() : Condition.of(asked(first, images));
  }

  /** The classes of some images, where any are asked for. */
  int[] asked(int first, int images) {
    return IntStream.range(first, first + images)
        .map(k -> classes.get(k % classes.size()))
        .toArray();
  }
}
