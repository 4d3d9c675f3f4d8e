package io.inkwash.model;

import io.inkwash.data.Examples;
import io.inkwash.picture.Picture;
import io.inkwash.solve.StepProgress;
import io.inkwash.train.TrainStep;
import java.util.List;
import java.util.function.Consumer;

/** Networks in training. */
public interface Trainable {

  /** One step of their training. */
  TrainStep step();

  /**
   * What it is trained on. Called on the device that it is trained on, before the first step.
   *
   * @param pixels the images themselves, as the recipe has them
   * @param notices receives what takes a while, in a line
   */
  default Examples examples(Examples pixels, Consumer<String> notices) {
    return pixels;
  }

  /** The number of weights of all networks. */
  long parameterCount();

  /**
   * Draws a few images from the averaged weights as they are now, quickly.
   *
   * @param count images to draw
   * @param seed of the noise
   * @param progress called after each evaluation, where there are several; what it throws ends the
   *     drawing
   */
  List<Picture> preview(int count, long seed, StepProgress progress);
}
