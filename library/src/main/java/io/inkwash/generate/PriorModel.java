package io.inkwash.generate;

import io.inkwash.restore.Prior;

/** A model that edits and restores images. */
public interface PriorModel {

  /**
   * The model as editing and restoration use it.
   *
   * @param options how it draws; one request at most, which is for all images. Where nothing is
   *     requested the model is unconditional, and not guided
   * @throws io.inkwash.catalog.SpecException if the model cannot be used so, with the reason
   */
  Prior prior(GenerateOptions options);
}
