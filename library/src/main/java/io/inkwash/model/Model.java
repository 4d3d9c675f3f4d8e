package io.inkwash.model;

import io.inkwash.data.ImageSpec;
import io.inkwash.recipe.Recipe;
import io.inkwash.torch.ComputeDevice;
import java.nio.file.Path;

/**
 * A trained model. What it can do are the {@link Capability capabilities} that it implements: it
 * may draw images ({@link io.inkwash.generate.ImageGenerator}), denoise them ({@link
 * DenoisingModel}), give their likelihood ({@link LikelihoodModel}) or encode them ({@link
 * ImageEncoder}).
 *
 * <p>A model is immutable and may be used by several threads at once, until it is closed.
 */
public interface Model extends AutoCloseable {

  /** The recipe that it was trained by. */
  Recipe recipe();

  /** The weights that it was opened with. */
  SavedWeights weights();

  /** Where it computes. */
  ComputeDevice device();

  /** The form of its images. */
  default ImageSpec data() {
    return recipe().data();
  }

  /** Releases the weights. */
  @Override
  void close();

  /**
   * Opens the newest checkpoint of a run with the averaged weights, in float32, on a GPU where
   * there is one.
   *
   * @param run the run's folder
   * @throws io.inkwash.file.FileException if the folder is no run, has no checkpoint, or a file is
   *     damaged
   */
  static DrawingModel open(Path run) {
    return open(run, OpenOptions.defaults());
  }

  /**
   * Opens a model that draws.
   *
   * @throws io.inkwash.catalog.SpecException if it is of a family that does not draw images
   */
  static DrawingModel open(Path run, OpenOptions options) {
    return Run.open(run).model(DrawingModel.class, options);
  }
}
