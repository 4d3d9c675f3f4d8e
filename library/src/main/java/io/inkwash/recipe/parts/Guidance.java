package io.inkwash.recipe.parts;

import io.inkwash.catalog.SpecException;
import io.inkwash.data.ImageSpec;
import io.inkwash.data.PixelRange;
import io.inkwash.denoise.Denoised;
import io.inkwash.denoise.Denoiser;
import io.inkwash.nn.Conditioning;
import io.inkwash.process.Edm;
import java.util.List;

/** Changes the estimates of a model toward images that are more like what they are to be. */
@FunctionalInterface
public interface Guidance {

  /** The guided denoiser, in the caller's scope. */
  Denoiser guide(GuidedModel model);

  /** The classes that the guidance itself distinguishes; empty where the model alone does. */
  default List<String> classNames() {
    return List.of();
  }

  /**
   * Refuses an unconditional model, if it cannot be guided so.
   *
   * @throws SpecException if the guidance needs a conditional and an unconditional model
   */
  default void checkUnconditionalModel() {
    Denoiser any = (x, t) -> Denoised.of(x);
    guide(
        new GuidedModel(
            any,
            () -> {
              throw ofUnconditionalModel();
            },
            () -> any,
            Edm.standard(),
            new ImageSpec(1, 1, 1, PixelRange.SYMMETRIC),
            Conditioning.none()));
  }

  /** The error for guidance of a model that has no classes. */
  static SpecException ofUnconditionalModel() {
    return new SpecException(
        "guidance away from the unconditional model, of a model without classes; train it with"
            + " --conditional");
  }
}
