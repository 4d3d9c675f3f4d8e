package io.inkwash.request;

import io.inkwash.data.DataException;
import io.inkwash.data.ImageSource;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.Split;
import io.inkwash.data.open.DataListener;
import io.inkwash.data.open.DataOptions;
import io.inkwash.data.open.DataSets;
import io.inkwash.data.open.Reading;
import io.inkwash.model.Provenance;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Real images, as commands and jobs open them: all of one form, those that a run was trained on,
 * the unseen ones where there are any.
 *
 * @param words the name of a set, or a path
 * @param options the size and number wanted
 */
public record RealImages(String words, DataOptions options) {

  /** The images that some words name, as they are. */
  public static RealImages named(String words, DataListener listener) {
    return new RealImages(words, DataOptions.defaults().withListener(listener));
  }

  /**
   * The images that a run was trained on, read as they were then, in the form of its model, with
   * the classes that they came with.
   */
  public static RealImages ofRun(Path run, Provenance made, ImageSpec form, DataListener listener) {
    Reading reading = made.reading().withoutClusters();
    return named(made.data().resolve(run), listener).read(reading).in(form);
  }

  /** The same, read in another way. */
  public RealImages read(Reading reading) {
    return new RealImages(words, options.withReading(reading));
  }

  /** The same as squares of another side, or as they are for 0. */
  public RealImages square(int side) {
    return new RealImages(words, options.withSize(side));
  }

  /** The same in the height, width and channels of a model. */
  public RealImages in(ImageSpec form) {
    return new RealImages(words, options.withForm(form));
  }

  /** The first of them. */
  public RealImages first(int count) {
    return new RealImages(words, options.withLimit(count));
  }

  /**
   * Opens one half.
   *
   * @throws DataException if it cannot be read
   */
  public ImageSource open(Split split) {
    return DataSets.open(words, split, options);
  }

  /**
   * The test images; empty, with a notice, where there are none and none were kept back.
   *
   * @throws DataException if they cannot be read
   */
  public Optional<ImageSource> unseen() {
    try {
      return Optional.of(open(Split.TEST));
    } catch (DataException e) {
      if (e.remedy() != DataException.Remedy.HOLD_OUT) {
        throw e;
      }
      options.listener().notice(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
