package io.inkwash.studio.playground;

import io.inkwash.train.StepReport;

/** What gives points. It belongs to one thread. */
interface PointModel extends AutoCloseable {

  /**
   * Makes a model.
   *
   * <p>The settings are whole and checked; what the model itself is made of is the factory's.
   */
  @FunctionalInterface
  interface Factory {
    /**
     * Begins, at random weights where there are any.
     *
     * @throws IllegalArgumentException if the settings do not fit it
     */
    PointModel open(PlaygroundSettings settings);
  }

  /** The steps of its training: 0 where nothing is learned. */
  default int steps() {
    return 0;
  }

  /**
   * Takes a training step.
   *
   * @param step 1 to {@link #steps}
   */
  default StepReport train(int step) {
    throw new IllegalStateException("there is nothing to learn");
  }

  /** Shows how far the training has come: the points that it gives by now. */
  default void preview(Screen screen) {
    draw(screen);
  }

  /** Shows the points that it gives, on the way if there is one. */
  void draw(Screen screen);

  @Override
  default void close() {}
}
