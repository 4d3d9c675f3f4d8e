package io.inkwash.data.open;

import io.inkwash.data.DataException;
import io.inkwash.data.Split;
import io.inkwash.data.StoredImages;

/** A set whose files are found and whose images are not read yet. */
interface FoundSet {

  /** Whether it has test images of its own. */
  boolean hasTest();

  /**
   * Reads one half; without test images of its own, {@link Split#TRAIN} is the whole set.
   *
   * @param choice which images of that half
   * @throws DataException if a file is damaged or not as it must be
   */
  StoredImages read(Split half, Choice choice);
}
