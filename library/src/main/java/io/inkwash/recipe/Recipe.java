package io.inkwash.recipe;

import io.inkwash.data.ImageSpec;

/**
 * A generative model, wholly described: what {@code train} takes, what a run's folder carries, what
 * {@code explain} prints. Each family has a record type of its own; these components are common to
 * all. A recipe that exists is possible: impossible ones are refused when they are built.
 */
public interface Recipe {

  /** Its name. */
  String name();

  /** What it is, in one paragraph. */
  String about();

  /** The form of its images. */
  ImageSpec data();

  /** What a training step looks at. */
  Training training();

  /**
   * The recipe for images of another form.
   *
   * @throws io.inkwash.catalog.SpecException if its networks do not take such images
   */
  Recipe withData(ImageSpec data);

  /** The same under another name. */
  Recipe named(String name, String about);
}
