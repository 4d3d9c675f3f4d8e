package io.inkwash.restore;

/** What happened to an image, whatever its size. */
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
}
