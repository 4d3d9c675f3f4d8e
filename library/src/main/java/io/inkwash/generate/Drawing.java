package io.inkwash.generate;

import io.inkwash.condition.Requested;
import io.inkwash.data.ImageSpec;
import io.inkwash.nn.Conditioning;
import io.inkwash.picture.Picture;
import io.inkwash.picture.Pictures;
import io.inkwash.solve.SamplingLoop;
import io.inkwash.solve.StepProgress;
import io.inkwash.torch.ComputeDevice;
import io.inkwash.torch.Rng;
import io.inkwash.torch.RowKeys;
import io.inkwash.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * Images to be drawn. Image k of a seed is the same picture in every batch size and every count.
 *
 * @param generator makes the images
 * @param data the form of the images
 * @param requested what the images are to be
 * @param seed of the noise
 * @param device where they are computed
 */
public record Drawing(
    BatchGenerator generator,
    ImageSpec data,
    Requested requested,
    long seed,
    ComputeDevice device) {

  /**
   * The same drawing, counting network evaluations.
   *
   * @param evaluated grows by one for each image at each evaluation
   */
  public Drawing counted(LongAdder evaluated) {
    return new Drawing(generator.counted(evaluated), data, requested, seed, device);
  }

  /**
   * Draws images 0 to count - 1.
   *
   * @param batch images at a time
   */
  public List<Picture> draw(int count, int batch, StepProgress progress) {
    List<Picture> pictures = new ArrayList<>();
    draw(0, count, batch, progress, pictures::addAll);
    return pictures;
  }

  /**
   * Draws images {@code first} to {@code first + count - 1}, and keeps none.
   *
   * @param batch images at a time
   * @param receiver is given each batch
   */
  public void draw(
      long first, int count, int batch, StepProgress progress, Consumer<List<Picture>> receiver) {
    for (int done = 0; done < count; done += batch) {
      int images = Math.min(batch, count - done);
      SamplingLoop.Observer observer =
          (step, t, s, x) -> progress.after(images, step, generator.steps());
      try (TensorScope scope = TensorScope.open();
          ComputeDevice.Use use = device.enter()) {
        receiver.accept(Pictures.of(batch(first + done, images, observer), data.range()));
      }
    }
  }

  /** Draws image 0 and every state on its way. */
  public List<Frame> film(StepProgress progress) {
    return film(0, progress);
  }

  /**
   * Draws one image and every state on its way.
   *
   * @param number of the image
   * @return the states, one more than there are steps: the noise first, the image last. A generator
   *     that draws in one go gives the image alone
   */
  public List<Frame> film(long number, StepProgress progress) {
    List<Frame> frames = new ArrayList<>();
    SamplingLoop.Observer observer =
        (step, t, s, x) -> {
          frames.add(new Frame(s, picture(x)));
          progress.after(1, step, generator.steps());
        };
    try (TensorScope scope = TensorScope.open();
        ComputeDevice.Use use = device.enter()) {
      generator
          .start(keys(number, 1))
          .ifPresent(start -> frames.add(new Frame(start.t(), picture(start.x()))));
      Tensor last = batch(number, 1, observer);
      if (frames.isEmpty()) {
        frames.add(new Frame(0, Pictures.of(last, data.range()).get(0)));
        progress.after(1, 1, 1);
      }
    }
    return frames;
  }

  /**
   * One state of a film.
   *
   * @param t its time; 0 is data
   * @param picture the state
   */
  public record Frame(double t, Picture picture) {}

  private Picture picture(Tensor x) {
    return Pictures.of(generator.images(x), data.range()).get(0);
  }

  private Tensor batch(long first, int images, SamplingLoop.Observer observer) {
    return generator.generate(conditioning(first, images), keys(first, images), observer);
  }

  /** The keys of some images. */
  RowKeys keys(long first, int images) {
    return RowKeys.of(Rng.seed(seed).stream("sample"), first, images);
  }

  /** The conditioning of some images. */
  Conditioning conditioning(long first, int images) {
    return requested.rows(first, images);
  }

  /** The classes that are requested, in turn; empty where none are. */
  public List<Integer> classes() {
    return requested.classes();
  }

  /** What is requested of some images, in words; empty where nothing is. */
  public List<String> requestedNames(long first, int images) {
    return requested.names(first, images);
  }
}
