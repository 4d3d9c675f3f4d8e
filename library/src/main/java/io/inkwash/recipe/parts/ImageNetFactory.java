package io.inkwash.recipe.parts;

import io.inkwash.data.ImageSpec;
import io.inkwash.torch.Net;
import java.util.function.Supplier;

/**
 * Makes networks of one kind and configuration for images of some form.
 *
 * @param <N> the kind of network
 */
@FunctionalInterface
public interface ImageNetFactory<N extends Net> {

  /**
   * What builds a network, its weights not yet drawn, for such images. Nothing is built yet.
   *
   * @param images their form, and the classes that the network is given
   * @throws IllegalArgumentException if it takes no such images
   */
  Supplier<N> plan(ImageSpec images);
}
