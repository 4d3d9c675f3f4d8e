package io.inkwash.generate;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.denoise.CountedDenoiser;
import io.inkwash.nn.Condition;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.Rng;
import io.inkwash.torch.TensorScope;
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
    Conditional model, SamplingLoop sampler, ImageSpec data, List<Integer> classes, long seed) {

  /**
   * Checks the classes.
   *
   * @throws SpecException if there is no such class
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
  public Drawing counted(LongAdder denoised) {
    Conditional counted = condition -> new CountedDenoiser(model.conditional(condition), denoised);
    return new Drawing(counted, sampler, data, classes, seed);
  }

  /**
   * Draws images 0 to count - 1.
   *
   * @param batch images at a time
   */
  public List<Picture> draw(int count, int batch, StepProgress progress) {
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
  public void draw(int count, int batch, StepProgress progress, Consumer<List<Picture>> taker) {
    for (int first = 0; first < count; first += batch) {
      int images = Math.min(batch, count - first);
      SamplingLoop.Observer observer =
          (step, t, s, x) -> progress.after(images, step, sampler.times().length - 1);
      try (TensorScope scope = TensorScope.open()) {
        taker.accept(Pictures.of(run(first, images, observer), data.range()));
      }
    }
  }

  /**
   * Draws image 0 and every state on its way.
   *
   * @return the states, one more than there are steps: the noise first, the image last
   */
  public List<Frame> film(StepProgress progress) {
    List<Frame> frames = new ArrayList<>();
    SamplingLoop.Observer observer =
        (step, t, s, x) -> {
          frames.add(new Frame(t, s, Pictures.of(x, data.range()).get(0)));
          progress.after(1, step, sampler.times().length - 1);
        };
    try (TensorScope scope = TensorScope.open()) {
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

  private Tensor run(int first, int images, SamplingLoop.Observer observer) {
    return sampler.draw(
        model.conditional(condition(first, images)),
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
  public int[] asked(int first, int images) {
    return IntStream.range(first, first + images)
        .map(k -> classes.get(k % classes.size()))
        .toArray();
  }
}
