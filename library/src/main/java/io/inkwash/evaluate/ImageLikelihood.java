package io.inkwash.evaluate;

import io.inkwash.data.ImageSource;

/** Bits/dim that a model needs for given images. */
@FunctionalInterface
public interface ImageLikelihood {

  /**
   * Refuses a model that has none.
   *
   * @throws io.inkwash.catalog.SpecException with the reason
   */
  default void check() {}

  /**
   * The same likelihood, found in one way.
   *
   * @param estimator its name, such as {@code bound}; {@code all} for all that the model has
   * @param tolerance of what follows a flow, relative and absolute, above 0
   */
  default ImageLikelihood by(String estimator, double tolerance) {
    return this;
  }

  /**
   * Measures the first images of a source.
   *
   * @param images of the model's form
   * @param count how many, 1 to all
   * @param batch images at a time
   * @param seed of noise and directions
   * @return one number for each estimate that the model has, such as a bound and a density
   */
  Findings of(ImageSource images, int count, int batch, long seed, Evaluation.Listener listener);
}
