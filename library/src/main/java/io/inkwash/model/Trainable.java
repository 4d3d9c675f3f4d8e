package io.inkwash.model;

import io.inkwash.picture.Picture;
import io.inkwash.train.TrainStep;
import java.util.List;

/** Networks in training. */
public interface Trainable {

  /** One step of their training. */
  TrainStep step();

  /** The number of weights of all networks. */
  long parameterCount();

  /**
   * Draws a few images from the averaged weights as they are now, quickly.
   *
   * @param count images to draw
   * @param seed of the noise
   */
  List<Picture> preview(int count, long seed);
}
