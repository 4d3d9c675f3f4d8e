package io.inkwash.restore.degradation;

/**
 * What happened to an image beside noise, whatever its size, and how commands treat it. One record
 * that implements this and one line on {@link Degradations#DEGRADATIONS} are all that a new one
 * takes: methods use the properties below and for those of its operator, never for its name.
 *
 * <p>Degradations are plain values: a file that one needs is read by {@link #on}.
 */
@FunctionalInterface
public interface Degradation {

  /**
   * What that is to images of one shape.
   *
   * @param channels C of the clean images
   * @param height H of the clean images
   * @param width W of the clean images
   * @throws IllegalArgumentException if it cannot happen to such images, with the reason
   */
  LinearOperator on(long channels, long height, long width);

  /**
   * What it is called to undo this: denoise, inpaint, complete, superres, deblur or colorize, whose
   * commands then accept it, or a word of its own. The command undo accepts all.
   */
  default String task() {
    return "undo";
  }

  /** Whether nothing is lost, so that there is only noise to remove: {@code A = I}. */
  default boolean lossless() {
    return false;
  }

  /**
   * How many times larger than its measurement an image is, by its sides: above 1 where a
   * measurement is itself a smaller image.
   */
  default int factor() {
    return 1;
  }
}
