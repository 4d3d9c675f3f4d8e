package io.inkwash.recipe.parts;

import io.inkwash.data.ImageSpec;
import io.inkwash.nn.VariationalNet;
import java.util.function.Supplier;

/** Makes autoencoders of one kind and configuration. */
@FunctionalInterface
public interface VaeFactory {

  /**
   * What builds a network, its weights not yet drawn, for such images. Nothing is built yet.
   *
   * @param images their form
   * @param outputs numbers that the decoder gives for each color channel of a pixel
   * @throws IllegalArgumentException if it takes no such images
   */
  Supplier<VariationalNet> plan(ImageSpec images, int outputs);
}
