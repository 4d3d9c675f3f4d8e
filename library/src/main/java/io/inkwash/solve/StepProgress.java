package io.inkwash.solve;

/** Receives the progress of drawing or restoring images, batch by batch. */
@FunctionalInterface
public interface StepProgress {
  /** Ignores it. */
  StepProgress NONE = (images, stepsDone, steps) -> {};

  /**
   * Called after each step.
   *
   * @param images images in the batch
   * @param stepsDone steps of the batch done
   * @param steps steps of the batch in all
   */
  void after(int images, int stepsDone, int steps);
}
